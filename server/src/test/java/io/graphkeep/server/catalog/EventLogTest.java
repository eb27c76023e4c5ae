package io.graphkeep.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events are told in the transaction that causes them, or not at all. */
class EventLogTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T10:15:30.123456Z"), ZoneOffset.UTC);
    private static final UUID GRAPH = new UUID(1, 2);
    private static final UUID SNAPSHOT = new UUID(3, 4);

    private TestDatabase test;

    @BeforeEach
    void open() {
        test = TestDatabase.create();
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void anEventIsKeptWithAllThatItTells() {
        append(
                true,
                Event.of(EventKind.SNAPSHOT_HELD, "ann", "ann holds a snapshot of books.")
                        .severity(Severity.NOTICE)
                        .graph(GRAPH, "books")
                        .snapshot(SNAPSHOT)
                        .detail("reason", "audit \"2026\""));

        assertThat(text("SELECT kind || ' ' || severity || ' ' || actor || ' ' || graph_id FROM event"))
                .isEqualTo("snapshot.held NOTICE ann books");
        assertThat(text("SELECT graph_uid || ' ' || snapshot_id FROM event")).isEqualTo(GRAPH + " " + SNAPSHOT);
        assertThat(text("SELECT details ->> 'reason' FROM event")).isEqualTo("audit \"2026\"");
        assertThat(text("SELECT at = '2026-03-01T10:15:30.123456Z' FROM event")).isEqualTo("t");
    }

    @Test
    void whatIsRolledBackWasNeverTold() {
        assertThatThrownBy(() -> test.database().inTransaction(transaction -> {
                    new EventLog(CLOCK, true).append(transaction, Event.of(EventKind.GRAPH_CREATED, "ann", "Made."));
                    throw new IllegalStateException("it failed after all");
                }))
                .hasMessage("it failed after all");

        assertThat(text("SELECT count(*) FROM event")).isEqualTo("0");
    }

    @Test
    void withEventLoggingOffOnlyTheAuditIsKept() {
        append(false, Event.of(EventKind.SNAPSHOT_COMPLETED, "server", "Done."));
        append(false, Event.of(EventKind.TOKEN_REVOKED, "ann", "ann revokes a token."));

        assertThat(text("SELECT string_agg(kind, ' ') FROM event")).isEqualTo("token.revoked");
    }

    @Test
    void textsFromHostileCallersAreCutAndCleaned() {
        append(
                true,
                Event.of(EventKind.ACCESS_DENIED, "a\0b", "x".repeat(5_000) + "\uD800")
                        .detail("half", "\uD83D")
                        .detail("long", "\uD83D\uDE00".repeat(400)));

        assertThat(text("SELECT actor FROM event")).isEqualTo("a\uFFFDb");
        assertThat(text("SELECT length(sentence) FROM event")).isEqualTo("1000");
        assertThat(text("SELECT details ->> 'half' FROM event")).isEqualTo("\uFFFD");
    }

    @Test
    void eventsOlderThanTheyAreKeptAreForgottenAndTheOthersStay() {
        append(true, Event.of(EventKind.SERVER_STARTED, "server", "Started."));
        append(true, Event.of(EventKind.TOKEN_REVOKED, "ann", "ann revokes a token."));
        sql("INSERT INTO event (at, kind, severity, actor, sentence) SELECT '2025-12-01', 'token.revoked',"
                + " 'NOTICE', 'ann', 'Long ago.' FROM generate_series(1, 2500)");

        new EventRetention(test.database(), 91, CLOCK).forgetOld();
        assertThat(text("SELECT count(*) FROM event")).isEqualTo("2502");
        new EventRetention(test.database(), 90, CLOCK).forgetOld();

        assertThat(text("SELECT count(*) FROM event")).isEqualTo("2");
    }

    @Test
    void kindsHaveNamesOfTheirOwn() {
        assertThat(Arrays.stream(EventKind.values()).map(EventKind::label))
                .doesNotHaveDuplicates()
                .allMatch(label -> label.matches("[a-z]+\\.[a-z_]+"));
    }

    private void append(boolean routine, Event event) {
        test.database().inTransaction(transaction -> {
            new EventLog(CLOCK, routine).append(transaction, event);
            return null;
        });
    }

    private void sql(String statement) {
        test.database().inTransaction(transaction -> {
            try (var prepared = transaction.connection().createStatement()) {
                return prepared.executeUpdate(statement);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private String text(String query) {
        return test.database().read(transaction -> {
            try (var statement = transaction.connection().createStatement();
                    var rows = statement.executeQuery(query)) {
                rows.next();
                return rows.getString(1);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
