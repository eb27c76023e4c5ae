package io.graphkeep.server.catalog.embedded;

import io.graphkeep.server.catalog.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;

/** Starts durable databases for tests, with the programs that all tests of the module share. */
public final class TestPostgres {
    private TestPostgres() {}

    /** Where the programs are, unpacked: once, however many tests start at the same time. */
    public static Path programs() {
        return Programs.DIRECTORY;
    }

    public static EmbeddedSettings settings(Path directory) {
        return new EmbeddedSettings(directory, programs(), 20, EmbeddedSettings.Durability.POWER_LOSS);
    }

    public static EmbeddedPostgres start(Path directory) {
        return EmbeddedPostgres.start(settings(directory), new Ids(Clock.systemUTC(), new SecureRandom()));
    }

    /** Starts one that was initialised and ended before. */
    public static EmbeddedPostgres startPrepared(Path directory) {
        prepare(directory);
        return start(directory);
    }

    /** Makes a directory in which a database was initialised and ended: a copy of what the first such test has made. */
    static void prepare(Path directory) {
        Prepared.copyTo(directory);
    }

    static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), EmbeddedPostgres.USER, postgres.password());
    }

    static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = connect(postgres);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static long count(EmbeddedPostgres postgres, String table) throws SQLException {
        try (var connection = connect(postgres);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static final class Programs {
        static final Path DIRECTORY = unpacked();

        private static Path unpacked() {
            var directory = Path.of("target/postgres-programs").toAbsolutePath();
            PostgresPrograms.in(directory);
            return directory;
        }
    }

    private static final class Prepared {
        static final Path DIRECTORY = make();

        private static Path make() {
            try {
                var parent = Path.of("target").toAbsolutePath();
                var directory = Files.createTempDirectory(parent, "prepared-postgres-");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory)));
                TestPostgres.start(directory).close();
                return directory;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void remove(Path directory) {
            try {
                Directories.remove(directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Modes and all; and into a directory that is there already, as a test's own is. */
        static void copyTo(Path directory) {
            try {
                var copied = new ProcessBuilder("cp", "-a", DIRECTORY + "/.", directory.toString())
                        .inheritIO()
                        .start()
                        .waitFor();
                if (copied != 0) {
                    throw new AssertionError("The prepared database could not be copied");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new AssertionError("Interrupted while a database was copied", e);
            }
        }
    }
}
