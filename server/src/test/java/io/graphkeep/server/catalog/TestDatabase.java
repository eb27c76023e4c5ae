package io.graphkeep.server.catalog;

import io.graphkeep.server.catalog.embedded.EmbeddedPostgres;
import io.graphkeep.server.catalog.embedded.EmbeddedSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fresh catalog for a test, in a real PostgreSQL: {@code try (var test = TestDatabase.create(SomeMapper.class))}.
 *
 * <p>One embedded PostgreSQL serves all tests of the JVM; each catalog is a copy of a template that was migrated once, made
 * in tens of milliseconds. Nothing in it survives the JVM.
 */
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final int POOL_SIZE = 8;

    private final String name;
    private final Database database;

    private TestDatabase(String name, Database database) {
        this.name = name;
        this.database = database;
    }

    /** A new catalog, open, with these mappers. */
    public static TestDatabase create(Class<?>... mappers) {
        var name = "test_" + NUMBER.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + Shared.TEMPLATE);
        return new TestDatabase(name, Database.open(settings(name), List.of(mappers)));
    }

    /** An empty database, without a schema, and how to reach it. */
    static DatabaseSettings empty() {
        var name = "test_" + NUMBER.incrementAndGet();
        execute("CREATE DATABASE " + name);
        return settings(name);
    }

    /** Ids as the server makes them. */
    public static Ids ids() {
        return new Ids(Clock.systemUTC(), new SecureRandom());
    }

    public Database database() {
        return database;
    }

    /** How to open the same catalog once more, as another server would. */
    public DatabaseSettings settings() {
        return settings(name);
    }

    @Override
    public void close() {
        database.close();
        execute("DROP DATABASE " + name + " WITH (FORCE)");
    }

    private static DatabaseSettings settings(String name) {
        return DatabaseSettings.of(
                Shared.POSTGRES.jdbcUrl().replace("/graphkeep?", "/" + name + "?"),
                EmbeddedPostgres.USER,
                Shared.POSTGRES.password(),
                POOL_SIZE);
    }

    private static void execute(String sql) {
        var url = Shared.POSTGRES.jdbcUrl().replace("/graphkeep?", "/postgres?");
        try (var connection = DriverManager.getConnection(url, EmbeddedPostgres.USER, Shared.POSTGRES.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("The test's database could not be prepared: " + sql, e);
        }
    }

    /** Started when the first test asks, stopped with the JVM. */
    private static final class Shared {
        static final String TEMPLATE = "graphkeep";
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                var target = Path.of("target").toAbsolutePath();
                var directory = Files.createTempDirectory(Files.createDirectories(target), "test-postgres-");
                var postgres = EmbeddedPostgres.start(
                        new EmbeddedSettings(
                                directory,
                                target.resolve("postgres-programs"),
                                200,
                                EmbeddedSettings.Durability.NOTHING),
                        ids());
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(postgres, directory)));
                migrateTemplate(postgres);
                return postgres;
            } catch (IOException e) {
                throw new IllegalStateException("The tests' database could not be started", e);
            }
        }

        private static void migrateTemplate(EmbeddedPostgres postgres) {
            Database.open(
                            DatabaseSettings.of(postgres.jdbcUrl(), EmbeddedPostgres.USER, postgres.password(), 2),
                            List.of())
                    .close();
        }

        private static void end(EmbeddedPostgres postgres, Path directory) {
            postgres.close();
            try (var files = Files.walk(directory)) {
                for (var file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new IllegalStateException("The tests' database was not removed", e);
            }
        }
    }
}
