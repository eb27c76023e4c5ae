package io.graphkeep.server.catalog;

import io.graphkeep.server.errors.StartRefused;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renames the schema that a catalog lives in, and makes a new one of its name: either both or neither. */
public final class SchemaAside {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaAside.class);
    private static final String LIVING = """
        SELECT coalesce(string_agg('pid ' || pid || ' on node ' || node || ', its lease until ' || lease_until, '; '), '')
        FROM public.process WHERE ended_at IS NULL AND lease_until > now() AND home <> ?\
        """;

    private SchemaAside() {}

    /**
     * Does so where no server uses the catalog.
     *
     * @param home whose lock the caller holds: every process of it is dead
     * @return whether there was a catalog
     */
    public static boolean put(DatabaseSettings settings, String name, UUID home) {
        try (var connection = Connections.single(settings)) {
            connection.setAutoCommit(false);
            if (!hasCatalog(connection)) {
                return false;
            }
            var living = living(connection, home);
            if (!living.isEmpty()) {
                throw new StartRefused("Servers are running on this catalog, and nothing was changed: " + living
                        + ". Stop them first. One that was ended by force counts as running until its lease has run"
                        + " out.");
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

    /** The servers of other homes; none where the catalog is so damaged that it cannot say. */
    private static String living(Connection connection, UUID home) throws SQLException {
        var before = connection.setSavepoint();
        try (var statement = connection.prepareStatement(LIVING)) {
            statement.setObject(1, home);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : "";
            }
        } catch (SQLException e) {
            LOG.warn("The catalog does not say which servers use it: {}", e.getMessage());
            connection.rollback(before);
            return "";
        }
    }
}
