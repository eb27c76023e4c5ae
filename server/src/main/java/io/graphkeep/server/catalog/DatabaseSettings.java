package io.graphkeep.server.catalog;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the catalog's database is reached, and how long anything about it may take.
 *
 * @param jdbcUrl without user and password
 * @param connectTimeout the longest that a caller waits for a connection
 * @param statementTimeout the longest that one statement may take
 * @param startTimeout how long a start waits for a database that does not answer yet
 */
public record DatabaseSettings(
        String jdbcUrl,
        @Nullable String user,
        @Nullable String password,
        int poolSize,
        Duration connectTimeout,
        Duration statementTimeout,
        Duration startTimeout) {

    /** With the usual limits on time: 5 s to connect, 30 s for a statement, 30 s for a start. */
    public static DatabaseSettings of(String jdbcUrl, @Nullable String user, @Nullable String password, int poolSize) {
        return new DatabaseSettings(
                jdbcUrl,
                user,
                password,
                poolSize,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30));
    }

    @Override
    public String toString() {
        return "DatabaseSettings[" + jdbcUrl + ", " + user + ", " + poolSize + " connections]";
    }
}
