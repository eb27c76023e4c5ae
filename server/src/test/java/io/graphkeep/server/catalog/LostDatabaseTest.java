package io.graphkeep.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.catalog.embedded.EmbeddedPostgres;
import io.graphkeep.server.catalog.embedded.Eventually;
import io.graphkeep.server.catalog.embedded.TestPostgres;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While the database is away or hangs, calls fail within their time; when it is back, so is the catalog. */
@Tag("starts-postgres")
class LostDatabaseTest {
    private static final Duration BOUND = Duration.ofSeconds(15);

    @TempDir
    Path home;

    private EmbeddedPostgres postgres;
    private Database database;

    @BeforeEach
    void open() {
        postgres = TestPostgres.startPrepared(home);
        var second = Duration.ofSeconds(1);
        database = Database.open(
                new DatabaseSettings(
                        postgres.jdbcUrl(),
                        EmbeddedPostgres.USER,
                        postgres.password(),
                        4,
                        second,
                        second,
                        Duration.ofSeconds(10)),
                List.of());
    }

    @AfterEach
    void close() {
        database.close();
        postgres.close();
    }

    @Test
    void aDatabaseThatWentAwayIsFoundAgain() throws Exception {
        assertThat(database.isReachable()).isTrue();
        assertThat(answer()).isEqualTo(1);

        ProcessHandle.of(postgres.pid()).orElseThrow().destroyForcibly();

        Eventually.holds(database::isReachable);
        Eventually.holds(() -> answer() == 1);
    }

    @Test
    void aDatabaseThatHangsFailsCallsInsteadOfHoldingThem() throws Exception {
        assertThat(answer()).isEqualTo(1);
        assertThat(database.isReachable()).isTrue();
        var postmaster = ProcessHandle.of(postgres.pid()).orElseThrow();
        // First the one that starts the others: the pool may be about to open another connection.
        signal("STOP", List.of(postmaster));
        Eventually.holds(() -> isStopped(postmaster));
        var all = Stream.concat(postmaster.descendants(), Stream.of(postmaster)).toList();
        signal("STOP", all);
        try {
            var began = System.nanoTime();
            assertThat(database.isReachable()).isFalse();
            assertThatThrownBy(this::answer)
                    .isInstanceOfSatisfying(
                            GraphkeepException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(Reason.DATABASE_UNAVAILABLE));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BOUND);
        } finally {
            signal("CONT", all);
        }

        Eventually.holds(() -> database.isReachable() && answer() == 1);
    }

    @Test
    void onceItIsKnownToBeAwayNobodyWaitsForIt() throws Exception {
        assertThat(answer()).isEqualTo(1);
        postgres.close();
        assertThatThrownBy(this::answer).isInstanceOf(GraphkeepException.class);

        var began = System.nanoTime();
        for (var call = 0; call < 50; call++) {
            assertThatThrownBy(this::answer)
                    .isInstanceOfSatisfying(
                            GraphkeepException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(Reason.DATABASE_UNAVAILABLE));
        }

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aLostQuestionRefusesNobodyWhoseWorkGoesOn() {
        assertThat(database.isReachable()).isTrue();
        cutTheQuestionsConnection();

        assertThat(database.isReachable()).isFalse();

        assertThat(answer()).isEqualTo(1);
    }

    private void cutTheQuestionsConnection() {
        var cut = ask("SELECT count(*) FILTER (WHERE pg_terminate_backend(pid, 10000)) FROM pg_stat_activity"
                + " WHERE query = 'SELECT 1' AND pid <> pg_backend_pid()");
        assertThat(cut).isEqualTo(1);
    }

    private int answer() {
        return ask("SELECT 1");
    }

    private int ask(String query) {
        return database.read(transaction -> {
            try (var statement = transaction.connection().createStatement();
                    var rows = statement.executeQuery(query)) {
                rows.next();
                return rows.getInt(1);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static boolean isStopped(ProcessHandle process) throws IOException {
        return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"))
                .contains(") T ");
    }

    private static void signal(String name, List<ProcessHandle> processes) throws Exception {
        for (var process : processes) {
            new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                    .start()
                    .waitFor();
        }
    }
}
