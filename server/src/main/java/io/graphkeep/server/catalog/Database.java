package io.graphkeep.server.catalog;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.errors.StartRefused;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.jspecify.annotations.Nullable;

/**
 * The catalog's database: a pool of connections, a schema of this version, and transactions over the rooms' mappers.
 *
 * <p>Every wait is bounded, and a database that went away is found again by itself; meanwhile transactions fail with
 * DATABASE_UNAVAILABLE, at once where it is known to be away. Work is run once: whoever calls decides whether it may be repeated.
 */
public final class Database implements AutoCloseable {
    private static final int CONFLICT_TRIES = 5;
    private static final long FIRST_CONFLICT_PAUSE_MILLIS = 20;
    private static final long START_RETRY_MILLIS = 200;

    private final HikariDataSource pool;
    private final SqlSessionFactory sessions;
    private final DatabaseProbe probe;
    private final Presence presence;
    private final DatabaseSettings settings;

    private Database(HikariDataSource pool, SqlSessionFactory sessions, DatabaseSettings settings) {
        this.pool = pool;
        this.sessions = sessions;
        this.settings = settings;
        this.probe = new DatabaseProbe(settings);
        this.presence = new Presence(probe);
    }

    /** Connects, brings the schema to this version and knows these mappers, each with its XML beside it. */
    public static Database open(DatabaseSettings settings, List<Class<?>> mappers) {
        awaitServer(settings);
        Migrations.apply(settings);
        return connect(settings, mappers);
    }

    /** Connects to a catalog of which the caller knows that its schema is of this version. */
    static Database connect(DatabaseSettings settings, List<Class<?>> mappers) {
        var pool = Connections.pool(settings);
        try {
            return new Database(pool, Mappers.factory(pool, mappers), settings);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /** Runs the work in one transaction, committed when it returns, rolled back when it throws. */
    public <T extends @Nullable Object> T inTransaction(TransactionWork<T> work) {
        presence.require();
        var afterwards = new ArrayList<Runnable>();
        T result;
        try (var session = sessions.openSession()) {
            result = run(session, afterwards, work);
            commit(session);
        }
        afterwards.forEach(Runnable::run);
        return result;
    }

    /**
     * Runs work that may be repeated: up to five times if other transactions stood in its way.
     *
     * <p>It pauses before each repeat, longer every time: one that came back at once would overtake the transaction that
     * it has just let through, and meet it again.
     */
    public <T extends @Nullable Object> T inTransactionRepeated(TransactionWork<T> work) {
        for (var attempt = 1; ; attempt++) {
            try {
                return inTransaction(work);
            } catch (GraphkeepException e) {
                if (attempt == CONFLICT_TRIES || !DatabaseFailures.isConflict(e)) {
                    throw e;
                }
                pause(FIRST_CONFLICT_PAUSE_MILLIS << attempt);
            }
        }
    }

    /** Runs work that only reads; a statement that would change anything fails. */
    public <T extends @Nullable Object> T read(TransactionWork<T> work) {
        presence.require();
        try (var session = sessions.openSession()) {
            return run(session, new ArrayList<>(), transaction -> {
                beReadOnly(transaction);
                return work.run(transaction);
            });
        }
    }

    /** Whether the database answers now; asked on a connection of its own, so that a busy pool does not look like a dead one. */
    public boolean isReachable() {
        return presence.ask();
    }

    /** Runs {@code heard} after each notification on this channel, and after each time that listening began anew. */
    Listening listen(String channel, Runnable heard) {
        return Listening.start(settings, channel, heard);
    }

    /** Tells the pool's figures to a registry, once. */
    public void measure(MeterRegistry registry) {
        pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry));
    }

    @Override
    public void close() {
        probe.close();
        pool.close();
    }

    private <T extends @Nullable Object> T run(SqlSession session, List<Runnable> afterwards, TransactionWork<T> work) {
        try {
            return work.run(new Transaction(session, afterwards));
        } catch (RuntimeException e) {
            rollBack(session, e);
            throw presence.noted(DatabaseFailures.of(e));
        }
    }

    private static void beReadOnly(Transaction transaction) {
        try {
            transaction.connection().setReadOnly(true);
        } catch (SQLException e) {
            throw DatabaseFailures.unavailable(e);
        }
    }

    private static void rollBack(SqlSession session, Throwable because) {
        try {
            session.rollback(true);
        } catch (PersistenceException e) {
            // The connection is gone, and the transaction with it.
            because.addSuppressed(e);
        }
    }

    private void commit(SqlSession session) {
        try {
            session.commit(true);
        } catch (PersistenceException e) {
            throw presence.noted(DatabaseFailures.ofCommit(e));
        }
    }

    private static void awaitServer(DatabaseSettings settings) {
        var deadline = System.nanoTime() + settings.startTimeout().toNanos();
        while (true) {
            try (var connection = Connections.single(settings)) {
                ServerCheck.require(connection);
                return;
            } catch (SQLException e) {
                if (System.nanoTime() - deadline > 0 || !DatabaseFailures.isWorthWaiting(e)) {
                    throw new StartRefused(
                            "The catalog's database cannot be used: " + e.getMessage()
                                    + " Check GRAPHKEEP_DB_URL, its user and password, and that the database runs.",
                            e);
                }
                pause(START_RETRY_MILLIS);
            }
        }
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GraphkeepException(
                    Reason.SERVER_STOPPING, "The wait for the catalog's database was interrupted.", e);
        }
    }
}
