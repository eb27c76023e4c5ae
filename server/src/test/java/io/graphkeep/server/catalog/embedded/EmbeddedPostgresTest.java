package io.graphkeep.server.catalog.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.errors.StartRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database that the server runs for itself keeps what it was given, whatever happens to either of them. */
@Tag("starts-postgres")
class EmbeddedPostgresTest {
    @TempDir
    Path home;

    @Test
    void itsRowsAreThereAfterARestart() throws Exception {
        try (var first = TestPostgres.start(home)) {
            TestPostgres.execute(first, "CREATE TABLE kept AS SELECT 1 AS n");
        }

        try (var second = TestPostgres.start(home)) {
            assertThat(TestPostgres.count(second, "kept")).isEqualTo(1);
        }
    }

    @Test
    void aDatabaseThatAKilledServerLeftRunningIsTakenOver() throws Exception {
        var settings = TestPostgres.settings(home);
        long left;
        try (var child = ChildServer.start(settings)) {
            left = child.told("pid");
            child.kill();
        }
        assertThat(ProcessHandle.of(left))
                .as("the database outlives its server")
                .isPresent();

        try (var postgres = TestPostgres.start(home)) {
            assertThat(postgres.pid()).isNotEqualTo(left);
            assertThat(ProcessHandle.of(left)).isEmpty();
            assertThat(TestPostgres.count(postgres, "kept")).isEqualTo(1);
        }
    }

    @Test
    void aKilledPostmasterIsStartedAgainOnTheSamePort() throws Exception {
        try (var postgres = TestPostgres.startPrepared(home)) {
            TestPostgres.execute(postgres, "CREATE TABLE kept AS SELECT 1 AS n");
            var killed = postgres.pid();
            var url = postgres.jdbcUrl();

            ProcessHandle.of(killed).orElseThrow().destroyForcibly();

            Eventually.holds(() -> postgres.pid() != killed && TestPostgres.count(postgres, "kept") == 1);
            assertThat(postgres.jdbcUrl()).isEqualTo(url);
        }
    }

    @Test
    void aPidFileThatNamesAForeignProcessIsRemovedAndTheProcessLeftAlone() throws Exception {
        TestPostgres.prepare(home);
        var foreign = new ProcessBuilder("sleep", "60").start();
        try {
            writePidFile(foreign.pid() + "\n" + home.resolve("data") + "\n");

            TestPostgres.start(home).close();

            assertThat(foreign.isAlive()).isTrue();
        } finally {
            foreign.destroyForcibly();
        }
    }

    @Test
    void aPidFileCutShortDoesNotBlockTheStart() throws Exception {
        TestPostgres.prepare(home);
        writePidFile("");

        TestPostgres.start(home).close();

        assertThat(home.resolve("data/postmaster.pid")).doesNotExist();
    }

    @Test
    void anInitialisationThatWasCutShortIsMadeAgain() throws Exception {
        Files.createDirectories(home.resolve("data.new/base"));
        Files.writeString(home.resolve("data.new/PG_VERSION"), "18\n");

        try (var postgres = TestPostgres.start(home)) {
            assertThat(postgres.pid()).isPositive();
        }
    }

    @Test
    void aSettingThatWouldLoseCommitsIsRefused() throws Exception {
        try (var postgres = TestPostgres.startPrepared(home)) {
            TestPostgres.execute(postgres, "ALTER ROLE graphkeep SET synchronous_commit = off");
        }

        assertThatThrownBy(() -> TestPostgres.start(home))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("synchronous_commit=off");
    }

    @Test
    void settingsInFilesDoNotOutrankTheDurableOnes() throws Exception {
        try (var postgres = TestPostgres.startPrepared(home)) {
            TestPostgres.execute(postgres, "ALTER SYSTEM SET fsync = off");
        }

        try (var postgres = TestPostgres.start(home);
                var connection = TestPostgres.connect(postgres);
                var rows = connection.createStatement().executeQuery("SHOW fsync")) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("on");
        }
    }

    @Test
    void aLostPasswordFileIsNamed() throws Exception {
        TestPostgres.prepare(home);
        Files.delete(home.resolve("password"));

        assertThatThrownBy(() -> TestPostgres.start(home))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(home.resolve("password").toString());
    }

    @Test
    void aWrongPasswordFileIsNamed() throws Exception {
        TestPostgres.prepare(home);
        Files.writeString(home.resolve("password"), "another\n");

        assertThatThrownBy(() -> TestPostgres.start(home))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(home.resolve("password").toString());
    }

    @Test
    void noOtherUserCanConnect() throws Exception {
        try (var postgres = TestPostgres.start(home)) {
            for (var attempt : List.of("", "wrong")) {
                assertThatThrownBy(
                                () -> DriverManager.getConnection(postgres.jdbcUrl(), EmbeddedPostgres.USER, attempt))
                        .isInstanceOf(SQLException.class);
            }
            assertThat(Files.readAllLines(home.resolve("data/pg_hba.conf")))
                    .filteredOn(line -> line.startsWith("host") || line.startsWith("local"))
                    .allMatch(line -> line.endsWith("scram-sha-256"));
            assertThat(permissions("")).isEqualTo("rwx------");
            assertThat(permissions("data")).isEqualTo("rwx------");
            assertThat(permissions("logs")).isEqualTo("rwx------");
            assertThat(permissions("password")).isEqualTo("rw-------");
            assertThat(Path.of("/tmp/.s.PGSQL." + postgres.port())).doesNotExist();
        }
    }

    @Test
    void itsLogBeginsANewFileWhenOneIsFull() throws Exception {
        var logs = new PostgresLogs(home.resolve("logs"));
        try (var postgres = TestPostgres.startPrepared(home)) {
            Eventually.holds(() -> {
                TestPostgres.execute(
                        postgres,
                        "DO $$ BEGIN FOR i IN 1..1000 LOOP RAISE LOG '%', repeat('x', 1000); END LOOP; END $$");
                return logs.files().size() > 2;
            });
        }
    }

    private void writePidFile(String text) throws Exception {
        Files.writeString(home.resolve("data/postmaster.pid"), text);
    }

    private String permissions(String name) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name)));
    }
}
