package io.graphkeep.server.catalog.embedded;

import io.graphkeep.server.catalog.Ids;
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
}
