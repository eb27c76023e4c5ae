package io.graphkeep.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What tests rely on: each gets a catalog of this version, and none sees another's rows. */
class TestDatabaseTest {
    @Test
    void eachTestGetsACatalogOfItsOwn() {
        try (var one = TestDatabase.create();
                var other = TestDatabase.create()) {
            append(one.database());

            assertThat(count(one.database())).isEqualTo(1);
            assertThat(count(other.database())).isZero();
        }
    }

    @Test
    void aCatalogThatATestHasUsedIsLikeANewOne() {
        try (var used = TestDatabase.create()) {
            append(used.database());
        }

        try (var next = TestDatabase.create()) {
            assertThat(count(next.database())).isZero();
            append(next.database());
            assertThat(answer(next.database(), "SELECT max(sequence) FROM event"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aCatalogWhoseSchemaATestHasChangedIsNotUsedAgain() {
        var changed = TestDatabase.create();
        changed.database().inTransaction(transaction -> {
            try (var statement = transaction.connection().createStatement()) {
                return statement.execute("ALTER TABLE event ADD COLUMN more text");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        changed.close();

        try (var next = TestDatabase.create()) {
            assertThat(next.settings().jdbcUrl())
                    .isNotEqualTo(changed.settings().jdbcUrl());
        }
    }

    private static void append(Database database) {
        database.inTransaction(transaction -> {
            new EventLog(java.time.Clock.systemUTC(), true)
                    .append(transaction, Event.of(EventKind.SERVER_STARTED, "server", "Started."));
            return null;
        });
    }

    private static long count(Database database) {
        return answer(database, "SELECT count(*) FROM event");
    }

    private static long answer(Database database, String query) {
        return database.read(transaction -> {
            try (var statement = transaction.connection().createStatement();
                    var rows = statement.executeQuery(query)) {
                rows.next();
                return rows.getLong(1);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
