package io.graphkeep.server.catalog;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database whether it answers, on a connection kept for that alone; an answer takes some two seconds at most.
 *
 * <p>Safe for use by many threads: they take turns, and those who waited take the answer that came meanwhile.
 */
final class DatabaseProbe {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseProbe.class);
    private static final String SECONDS = "2";

    private final String url;
    private final Properties properties;
    private @Nullable Connection connection;
    private boolean answered;
    private long answeredAt = System.nanoTime();

    DatabaseProbe(DatabaseSettings settings) {
        url = settings.jdbcUrl();
        properties = Connections.properties(settings);
        properties.setProperty("connectTimeout", SECONDS);
        properties.setProperty("loginTimeout", SECONDS);
        properties.setProperty("socketTimeout", SECONDS);
    }

    boolean isReachable() {
        var asked = System.nanoTime();
        synchronized (this) {
            if (asked - answeredAt >= 0) {
                answered = answers();
                answeredAt = System.nanoTime();
            }
            return answered;
        }
    }

    private boolean answers() {
        try {
            var open = connection == null ? DriverManager.getConnection(url, properties) : connection;
            connection = open;
            try (var statement = open.createStatement()) {
                return statement.execute("SELECT 1");
            }
        } catch (SQLException e) {
            LOG.debug("The catalog's database does not answer: {}", e.getMessage());
            close();
            return false;
        }
    }

    synchronized void close() {
        var open = connection;
        connection = null;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (SQLException e) {
            LOG.debug("A connection to the catalog's database was not closed in order: {}", e.getMessage());
        }
    }
}
