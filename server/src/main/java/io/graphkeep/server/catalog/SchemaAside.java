package io.graphkeep.server.catalog;

import io.graphkeep.server.errors.StartRefused;
import java.sql.Connection;
import java.sql.SQLException;

/** Renames the schema that a catalog lives in, and makes a new one of its name: either both or neither. */
public final class SchemaAside {
    private SchemaAside() {}

    /** Whether there was a catalog. */
    public static boolean put(DatabaseSettings settings, String name) {
        try (var connection = Connections.single(settings)) {
            connection.setAutoCommit(false);
            if (!hasCatalog(connection)) {
                return false;
            }
            try (var statement = connection.createStatement()) {
                statement.execute("ALTER SCHEMA public RENAME TO " + statement.enquoteIdentifier(name, true));
                statement.execute("CREATE SCHEMA public");
            }
            connection.commit();
            return true;
        } catch (SQLException e) {
            throw new StartRefused(
                    "The catalog in the database could not be put aside: " + e.getMessage()
                            + " Its user must own the schema public and may create schemas; or make an empty database,"
                            + " and name that one in GRAPHKEEP_DB_URL.",
                    e);
        }
    }

    private static boolean hasCatalog(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT to_regclass('public.flyway_schema_history') IS NOT NULL")) {
            return rows.next() && rows.getBoolean(1);
        }
    }
}
