package io.graphkeep.server.catalog;

import io.graphkeep.server.catalog.embedded.EmbeddedPostgres;
import io.graphkeep.server.catalog.embedded.EmbeddedSettings;
import io.graphkeep.server.catalog.embedded.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The catalogs of the tests: copies of a template that was migrated once, emptied and lent again.
 *
 * <p>A catalog whose schema a test has changed is not lent again but dropped. Safe for use by many threads.
 */
final class TestCatalogs {
    private static final String TEMPLATE = "graphkeep";
    private static final int POOL_SIZE = 8;
    private static final int MOST_CONNECTIONS = 200;

    /** Numbers begin again too, so that a catalog lent again is like a new one. */
    private static final String EMPTY_ALL_TABLES = """
        DO $$
        DECLARE
            name regclass;
        BEGIN
            SET LOCAL session_replication_role = replica;
            FOR name IN SELECT oid FROM pg_class
                    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                    AND relname <> 'flyway_schema_history' LOOP
                EXECUTE format('DELETE FROM %s', name);
            END LOOP;
            FOR name IN SELECT oid FROM pg_class
                    WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace LOOP
                PERFORM setval(name, 1, false);
            END LOOP;
        END
        $$\
        """;

    private static final String SCHEMA = """
        SELECT concat_ws(' ',
            (SELECT count(*) FROM pg_namespace),
            (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
            (SELECT count(*) FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid
                WHERE relnamespace = 'public'::regnamespace),
            (SELECT count(*) FROM pg_constraint),
            (SELECT count(*) FROM pg_proc),
            (SELECT count(*) FROM pg_trigger),
            (SELECT count(*) FROM flyway_schema_history))\
        """;

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Queue<String> IDLE = new ConcurrentLinkedQueue<>();

    private TestCatalogs() {}

    /** The name of a catalog that nobody else uses. */
    static String take() {
        var idle = IDLE.poll();
        return idle == null ? make(" TEMPLATE " + TEMPLATE) : idle;
    }

    /** The name of a database without a schema. */
    static String empty() {
        return make("");
    }

    /** The name of a copy of a catalog, to which nobody may be connected. */
    static String copy(String name) {
        return make(" TEMPLATE " + name);
    }

    static DatabaseSettings settings(String name) {
        return DatabaseSettings.of(url(name), EmbeddedPostgres.USER, Shared.POSTGRES.password(), POOL_SIZE);
    }

    static void giveBack(String name) {
        try {
            if (emptied(name)) {
                IDLE.add(name);
                return;
            }
            execute("DROP DATABASE " + name + " WITH (FORCE)");
        } catch (SQLException e) {
            throw new IllegalStateException("The catalog of a test could not be emptied: " + name, e);
        }
    }

    /** Ends whoever is still connected, waits until they are gone, and empties the catalog; false where its schema is another. */
    private static boolean emptied(String name) throws SQLException {
        try (var connection = connect(name)) {
            ask(
                    connection,
                    "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity"
                            + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
            if (!ask(connection, SCHEMA).equals(Shared.SCHEMA)) {
                return false;
            }
            try (var statement = connection.createStatement()) {
                statement.execute(EMPTY_ALL_TABLES);
            }
            return true;
        }
    }

    private static String make(String like) {
        var name = "test_" + NUMBER.incrementAndGet();
        try {
            execute("CREATE DATABASE " + name + like);
            return name;
        } catch (SQLException e) {
            throw new IllegalStateException("The catalog of a test could not be made", e);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(String name) throws SQLException {
        return DriverManager.getConnection(url(name), EmbeddedPostgres.USER, Shared.POSTGRES.password());
    }

    private static String url(String name) {
        return Shared.POSTGRES.jdbcUrl().replace("/" + TEMPLATE + "?", "/" + name + "?");
    }

    /** Started when the first test asks, stopped with the JVM. */
    private static final class Shared {
        static final EmbeddedPostgres POSTGRES = start();
        static final String SCHEMA = prepare();

        private static EmbeddedPostgres start() {
            try {
                var target = Path.of("target").toAbsolutePath();
                var directory = Files.createTempDirectory(Files.createDirectories(target), "test-postgres-");
                var postgres = EmbeddedPostgres.start(
                        new EmbeddedSettings(
                                directory,
                                TestPostgres.programs(),
                                MOST_CONNECTIONS,
                                EmbeddedSettings.Durability.NOTHING),
                        TestDatabase.ids());
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(postgres, directory)));
                return postgres;
            } catch (IOException e) {
                throw new IllegalStateException("The tests' database could not be started", e);
            }
        }

        /** Migrates the template, says what its schema is, and makes the many log-ins of the tests cheap. */
        private static String prepare() {
            var settings = DatabaseSettings.of(POSTGRES.jdbcUrl(), EmbeddedPostgres.USER, POSTGRES.password(), 2);
            Database.open(settings, List.of()).close();
            try (var connection = Connections.single(settings);
                    var statement = connection.createStatement()) {
                statement.execute("SET scram_iterations = 1");
                statement.execute("ALTER ROLE " + EmbeddedPostgres.USER + " PASSWORD '" + POSTGRES.password() + "'");
                return ask(connection, TestCatalogs.SCHEMA);
            } catch (SQLException e) {
                throw new IllegalStateException("The tests' template could not be prepared", e);
            }
        }

        private static void end(EmbeddedPostgres postgres, Path directory) {
            postgres.close();
            try (var files = Files.walk(directory)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new IllegalStateException("The tests' database was not removed", e);
            }
        }
    }
}
