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

    private static void append(Database database) {
        database.inTransaction(transaction -> {
            new EventLog(java.time.Clock.systemUTC(), true)
                    .append(transaction, Event.of(EventKind.SERVER_STARTED, "server", "Started."));
            return null;
        });
    }

    private static long count(Database database) {
        return database.read(transaction -> {
            try (var statement = transaction.connection().createStatement();
                    var rows = statement.executeQuery("SELECT count(*) FROM event")) {
                rows.next();
                return rows.getLong(1);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
