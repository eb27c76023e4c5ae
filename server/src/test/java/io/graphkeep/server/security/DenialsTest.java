package io.graphkeep.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.TestDatabase;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DenialsTest {
    private static final Principal READER = new Principal(new UUID(1, 1), "ci", Role.READER, Scopes.all(), null);
    private static final String METHOD = "graphkeep.v1.BackupService/DeleteGraph";

    private final SettableClock clock = new SettableClock();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private TestDatabase test;
    private Denials denials;

    @BeforeEach
    void open() {
        test = TestDatabase.create();
        denials = new Denials(test.database(), new EventLog(clock, false), metrics, new UnknownCallers(clock));
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void everyDenialOfAKnownCallerIsAnEvent() {
        var failure = new GraphkeepException(Reason.PERMISSION_DENIED, "No.");

        denials.denied(READER, METHOD, "10.0.0.1", failure);
        denials.denied(READER, METHOD, "10.0.0.1", failure);

        assertThat(events()).hasSize(2).allMatch(event -> event.startsWith("ci access.denied"));
    }

    @Test
    void unknownCallersAreWrittenOnceAMinuteAndCountedAlways() {
        for (var call = 0; call < 5; call++) {
            denials.unknown(Reason.UNAUTHENTICATED, METHOD, "10.0.0.1");
        }
        assertThat(events()).singleElement().asString().contains("\"times\": \"1\"");

        clock.advance(Duration.ofMinutes(1));
        denials.unknown(Reason.UNAUTHENTICATED, METHOD, "10.0.0.1");

        assertThat(events()).hasSize(2).last().asString().contains("\"times\": \"5\"");
        assertThat(metrics.counter("graphkeep.denials", "reason", "unauthenticated")
                        .count())
                .isEqualTo(6);
    }

    @Test
    void peersAreToldApartAndTheirLinesAreBoundedInAll() {
        for (var peer = 0; peer < 200; peer++) {
            denials.unknown(Reason.UNAUTHENTICATED, METHOD, "10.0.0." + peer);
        }

        assertThat(events()).hasSize(60);
    }

    @Test
    void aDenialStandsWhenItCannotBeWritten() {
        test.database().close();

        denials.denied(READER, METHOD, "10.0.0.1", new GraphkeepException(Reason.PERMISSION_DENIED, "No."));

        assertThat(metrics.counter("graphkeep.denials", "reason", "permission_denied")
                        .count())
                .isEqualTo(1);
    }

    private List<String> events() {
        return test.database().read(transaction -> {
            var found = new ArrayList<String>();
            try (var statement = transaction.connection().createStatement();
                    var rows = statement.executeQuery(
                            "SELECT actor || ' ' || kind || ' ' || details FROM event ORDER BY sequence")) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
            return found;
        });
    }
}
