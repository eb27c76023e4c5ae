package io.graphkeep.server.catalog;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/**
 * How connections to the catalog's database are made: each one bounded in how long it may wait for an answer.
 *
 * <p>The database itself ends a statement that takes too long; a database that does not even do that is noticed a little
 * later by the connection.
 */
final class Connections {
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration IDLE_IN_TRANSACTION = Duration.ofMinutes(1);

    private Connections() {}

    static HikariDataSource pool(DatabaseSettings settings) {
        var config = new HikariConfig();
        config.setPoolName("catalog");
        config.setJdbcUrl(settings.jdbcUrl());
        config.setDataSourceProperties(properties(settings));
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(Math.min(2, settings.poolSize()));
        config.setConnectionTimeout(settings.connectTimeout().toMillis());
        config.setValidationTimeout(Math.max(250, settings.connectTimeout().toMillis() / 2));
        config.setInitializationFailTimeout(-1);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setAutoCommit(false);
        config.setIsolateInternalQueries(true);
        config.setConnectionInitSql(initialStatement(settings));
        return new HikariDataSource(config);
    }

    /** One connection outside the pool. */
    static Connection single(DatabaseSettings settings) throws SQLException {
        return DriverManager.getConnection(settings.jdbcUrl(), properties(settings));
    }

    /** The driver's properties, user and password among them. */
    static Properties properties(DatabaseSettings settings) {
        var properties = new Properties();
        if (settings.user() != null) {
            properties.setProperty("user", settings.user());
        }
        if (settings.password() != null) {
            properties.setProperty("password", settings.password());
        }
        properties.setProperty("ApplicationName", "graphkeep");
        properties.setProperty("tcpKeepAlive", "true");
        var connect = String.valueOf(seconds(settings.connectTimeout()));
        properties.setProperty("connectTimeout", connect);
        properties.setProperty("loginTimeout", connect);
        properties.setProperty("cancelSignalTimeout", connect);
        properties.setProperty(
                "socketTimeout",
                String.valueOf(seconds(settings.statementTimeout().plus(GRACE))));
        return properties;
    }

    private static String initialStatement(DatabaseSettings settings) {
        return "SELECT set_config('statement_timeout', '"
                + settings.statementTimeout().toMillis() + "', false),"
                + " set_config('idle_in_transaction_session_timeout', '" + IDLE_IN_TRANSACTION.toMillis() + "', false),"
                + " set_config('synchronous_commit', CASE current_setting('synchronous_commit')"
                + " WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)";
    }

    private static long seconds(Duration duration) {
        return Math.max(1, duration.toSeconds());
    }
}
