package io.graphkeep.server.catalog;

import io.graphkeep.server.errors.StartRefused;
import java.sql.Connection;
import java.sql.SQLException;

/** What a PostgreSQL must be to hold a catalog: new enough, and one that keeps what it has acknowledged. */
final class ServerCheck {
    private static final int OLDEST = 15;

    private ServerCheck() {}

    static void require(Connection connection) throws SQLException {
        var data = connection.getMetaData();
        requireVersion(data.getDatabaseMajorVersion(), data.getDatabaseProductVersion());
        var encoding = show(connection, "server_encoding");
        if (!encoding.equals("UTF8")) {
            throw new StartRefused("The catalog needs a database with the encoding UTF8, and this one has " + encoding
                    + ": create one with ENCODING 'UTF8' TEMPLATE template0.");
        }
    }

    static void requireVersion(int major, String full) {
        if (major < OLDEST) {
            throw new StartRefused("The catalog needs PostgreSQL " + OLDEST + " or newer, and the database is " + full
                    + ": upgrade it, or give another in GRAPHKEEP_DB_URL.");
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
}
