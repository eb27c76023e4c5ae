package io.graphkeep.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.errors.StartRefused;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions do all or nothing, and what goes wrong is told as a reason. */
class DatabaseTest {
    private TestDatabase test;
    private Database database;

    @BeforeEach
    void open() {
        test = TestDatabase.create();
        database = test.database();
        execute("CREATE TABLE thing (n int PRIMARY KEY, text text)");
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void whatAFailedTransactionDidIsUndoneWhoeverDidIt() {
        assertThatThrownBy(() -> database.inTransaction(transaction -> {
                    run(transaction, "INSERT INTO thing VALUES (1, 'direct')");
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(count()).isZero();
    }

    @Test
    void aReadCannotChangeAnything() {
        assertThatThrownBy(() -> database.read(transaction -> run(transaction, "INSERT INTO thing VALUES (1, 'x')")))
                .hasStackTraceContaining("read-only transaction");

        assertThat(count()).isZero();
    }

    @Test
    void aReadLeavesTheConnectionWritableForTheNext() {
        for (var i = 0; i < 20; i++) {
            count();
        }

        execute("INSERT INTO thing VALUES (1, 'x')");

        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aViolatedConstraintIsNamed() {
        execute("INSERT INTO thing VALUES (1, 'x')");

        assertThatThrownBy(() -> execute("INSERT INTO thing VALUES (1, 'y')"))
                .satisfies(failure ->
                        assertThat(DatabaseFailures.violatedConstraint(failure)).contains("thing_pkey"));
    }

    @Test
    void aConnectionThatIsEndedIsUnavailableOnceAndThenReplaced() {
        assertReason(() -> execute("SELECT pg_terminate_backend(pg_backend_pid())"), Reason.DATABASE_UNAVAILABLE);

        execute("INSERT INTO thing VALUES (1, 'x')");

        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aCommitOfWhichNoAnswerComesIsOfUnknownOutcome() {
        execute("CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'");
        execute("CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON thing DEFERRABLE INITIALLY DEFERRED"
                + " FOR EACH ROW EXECUTE FUNCTION cut()");

        assertReason(() -> execute("INSERT INTO thing VALUES (1, 'x')"), Reason.OUTCOME_UNKNOWN);
    }

    @Test
    void aStatementThatTakesTooLongIsEnded() {
        assertReason(
                () -> database.inTransaction(transaction -> {
                    run(transaction, "SET LOCAL statement_timeout = 50");
                    return run(transaction, "SELECT pg_sleep(60)");
                }),
                Reason.DATABASE_UNAVAILABLE);
    }

    @Test
    void ofTwoThatBlockEachOtherOneIsToldAndARepeatSucceeds() throws Exception {
        execute("INSERT INTO thing VALUES (1, ''), (2, '')");
        var bothHoldOne = new CyclicBarrier(2);
        try (var threads = Executors.newFixedThreadPool(2)) {
            var one = threads.submit(() -> update(bothHoldOne, 1, 2));
            var other = threads.submit(() -> update(bothHoldOne, 2, 1));
            one.get(60, TimeUnit.SECONDS);
            other.get(60, TimeUnit.SECONDS);
        }

        assertThat(text("SELECT string_agg(text, ' ') FROM thing")).isEqualTo("xx xx");
    }

    @Test
    void aPoolThatIsInUseIsToldApartFromADatabaseThatIsAway() {
        var known = test.settings();
        var one = new DatabaseSettings(
                known.jdbcUrl(),
                known.user(),
                known.password(),
                1,
                Duration.ofMillis(500),
                known.statementTimeout(),
                known.startTimeout());
        try (var small = Database.open(one, List.of())) {
            assertThatThrownBy(() -> small.inTransaction(outer -> {
                        run(outer, "SELECT 1");
                        return small.inTransaction(inner -> run(inner, "SELECT 1"));
                    }))
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void aCatalogOfANewerVersionIsRefused() {
        execute("INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, installed_by,"
                + " execution_time, success) VALUES (900, '900', 'later', 'SQL', 'V900__later.sql', 'x', 1, true)");

        assertThatThrownBy(() -> Database.open(test.settings(), List.of()))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("newer Graphkeep")
                .hasMessageContaining("900");
    }

    @Test
    void someoneElsesDatabaseIsLeftAlone() throws Exception {
        var settings = TestDatabase.empty();
        try (var connection = Connections.single(settings);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE theirs (n int)");
        }

        assertThatThrownBy(() -> Database.open(settings, List.of()))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("database of its own");
    }

    @Test
    void aWrongPasswordIsToldAtOnce() {
        var known = test.settings();
        var settings = DatabaseSettings.of(known.jdbcUrl(), known.user(), "wrong", 2);

        assertThatThrownBy(() -> Database.open(settings, List.of()))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("GRAPHKEEP_DB_URL");
    }

    @Test
    void aServerThatIsTooOldIsRefused() {
        assertThatThrownBy(() -> ServerCheck.requireVersion(14, "14.9"))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("PostgreSQL 15 or newer")
                .hasMessageContaining("14.9");
    }

    private boolean update(CyclicBarrier bothHoldOne, int first, int second) {
        var meet = new AtomicBoolean(true);
        return database.inTransactionRepeated(transaction -> {
            run(transaction, "UPDATE thing SET text = text || 'x' WHERE n = " + first);
            if (meet.getAndSet(false)) {
                await(bothHoldOne);
            }
            return run(transaction, "UPDATE thing SET text = text || 'x' WHERE n = " + second);
        });
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertReason(ThrowingCallable call, Reason reason) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        GraphkeepException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    private void execute(String sql) {
        database.inTransaction(transaction -> run(transaction, sql));
    }

    private long count() {
        return Long.parseLong(text("SELECT count(*) FROM thing"));
    }

    private String text(String query) {
        return database.read(transaction -> {
            try (var statement = transaction.connection().createStatement();
                    var rows = statement.executeQuery(query)) {
                rows.next();
                return rows.getString(1);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static boolean run(Transaction transaction, String sql) {
        try (var statement = transaction.connection().createStatement()) {
            return statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
