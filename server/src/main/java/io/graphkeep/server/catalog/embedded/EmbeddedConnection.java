package io.graphkeep.server.catalog.embedded;

import io.graphkeep.server.errors.StartRefused;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/**
 * The server's own look at its embedded database: does it answer, is it the right one, is it set as it must be.
 *
 * <p>Whoever listens on the port must prove that it knows the password: no other method of authentication is accepted, so
 * another user of the machine who took the port learns nothing.
 */
final class EmbeddedConnection {
    static final String DATABASE = "graphkeep";

    private static final String NO_SUCH_DATABASE = "3D000";

    private final int port;
    private final String password;

    EmbeddedConnection(int port, String password) {
        this.port = port;
        this.password = password;
    }

    static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database
                + "?sslmode=disable&gssEncMode=disable&requireAuth=scram-sha-256";
    }

    /** Makes the catalog's database if it is not there yet, and checks what is in force. */
    void prepare(EmbeddedSettings settings) throws SQLException {
        try {
            check(settings);
        } catch (SQLException e) {
            if (!NO_SUCH_DATABASE.equals(e.getSQLState())) {
                throw e;
            }
            create();
            check(settings);
        }
    }

    private void create() throws SQLException {
        try (var connection = open("postgres");
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + DATABASE);
        }
    }

    private void check(EmbeddedSettings settings) throws SQLException {
        try (var connection = open(DATABASE)) {
            var directory = show(connection, "data_directory");
            if (!directory.equals(settings.data().toString())) {
                throw new StartRefused("Port " + port + " answers for the database in " + directory + ", not for "
                        + settings.data() + ".");
            }
            for (var wanted : PostgresOptions.durability(settings.durability()).entrySet()) {
                require(connection, wanted);
            }
        }
    }

    private static void require(Connection connection, Map.Entry<String, String> wanted) throws SQLException {
        var value = show(connection, wanted.getKey());
        if (!value.equals(wanted.getValue())) {
            throw new StartRefused("The embedded database runs with " + wanted.getKey() + "=" + value
                    + ", which would lose acknowledged snapshots: remove the setting from its role or database.");
        }
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT current_setting(?)")) {
            statement.setString(1, setting);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    private Connection open(String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", EmbeddedPostgres.USER);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("loginTimeout", "5");
        properties.setProperty("socketTimeout", "30");
        return DriverManager.getConnection(url(port, database), properties);
    }
}
