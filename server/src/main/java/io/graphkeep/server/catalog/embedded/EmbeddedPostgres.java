package io.graphkeep.server.catalog.embedded;

import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.errors.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL that the server runs for itself, from the first initialisation to a clean end.
 *
 * <p>While it is open a postmaster runs: one that ends by itself is started again, on the same port, for as long as it
 * takes, and connections fail meanwhile. The caller holds the lock on the home, so that one server alone looks after the
 * directory.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    public static final String USER = "graphkeep";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    /** After a kill the old processes hold the shared memory for a moment, and another may have taken the port. */
    private static final int START_ATTEMPTS = 12;

    private static final long FIRST_DELAY_MILLIS = 100;
    private static final long LONGEST_DELAY_MILLIS = 2_000;
    private static final long LOG_CHECK_MILLIS = 10_000;
    private static final long READY_CHECK_MILLIS = 25;

    private final EmbeddedSettings settings;
    private final PostgresPrograms programs;
    private final Launch launch;
    private final String password;
    private final PostgresLogs logs;
    private final CompletableFuture<Boolean> closing = new CompletableFuture<>();
    private final Thread watch;
    private volatile Postmaster postmaster;
    private volatile int port;

    private EmbeddedPostgres(EmbeddedSettings settings, Ids ids) throws IOException, InterruptedException {
        this.settings = settings;
        Directories.closed(settings.directory());
        Directories.closed(settings.logs());
        programs = PostgresPrograms.in(settings.programs());
        launch = Launch.onThisMachine(programs);
        password = new DataDirectory(settings, ids).prepare(launch, programs);
        logs = new PostgresLogs(settings.logs());
        postmaster = firstStart(ids);
        watch = Thread.ofVirtual().name("embedded-postgres").start(this::watch);
    }

    /** Starts the database in its directory, which is made if it is not there; returns when it takes connections. */
    public static EmbeddedPostgres start(EmbeddedSettings settings, Ids ids) {
        try {
            return new EmbeddedPostgres(settings, ids);
        } catch (IOException e) {
            throw new StartRefused("The embedded database in " + settings.directory() + " could not start: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartRefused("The start was interrupted.", e);
        }
    }

    /** Renames the data, whatever its state, so that the next start makes new ones; tells where they are, if there were any. */
    public static Optional<Path> putAside(EmbeddedSettings settings, String name) {
        if (!Files.isDirectory(settings.data())) {
            return Optional.empty();
        }
        LeftPostmaster.clear(settings.data());
        var aside = settings.directory().resolve("data." + name);
        try {
            Files.move(settings.data(), aside, StandardCopyOption.ATOMIC_MOVE);
            Directories.force(settings.directory());
            return Optional.of(aside);
        } catch (IOException e) {
            throw new StartRefused("The embedded database " + settings.data() + " could not be put aside: " + e, e);
        }
    }

    public String jdbcUrl() {
        return EmbeddedConnection.url(port, EmbeddedConnection.DATABASE);
    }

    public String password() {
        return password;
    }

    public int port() {
        return port;
    }

    /** The postmaster's process id: another one after it was started again. */
    public long pid() {
        return postmaster.pid();
    }

    /** Stops the database: what was committed is written, the next start has nothing to replay. */
    @Override
    public void close() {
        closing.complete(true);
        try {
            watch.join();
            postmaster.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("The end of the embedded PostgreSQL, pid {}, was not waited for", postmaster.pid());
        }
    }

    private Postmaster firstStart(Ids ids) throws IOException, InterruptedException {
        var delay = FIRST_DELAY_MILLIS;
        for (var attempt = 1; ; attempt++) {
            LeftPostmaster.clear(settings.data());
            port = FreePort.find(ids);
            var started = startOnce();
            if (started.isAlive()) {
                return started;
            }
            if (attempt == START_ATTEMPTS) {
                throw new StartRefused("The embedded database in " + settings.directory() + " does not start: "
                        + lastFailure() + ". Its log is in " + settings.logs() + ".");
            }
            TimeUnit.MILLISECONDS.sleep(delay);
            delay = Math.min(delay * 2, LONGEST_DELAY_MILLIS);
        }
    }

    /** Starts a postmaster and waits until it takes connections, or has ended, or is not wanted any more. */
    private Postmaster startOnce() throws IOException, InterruptedException {
        removeOldLogs();
        var started = Postmaster.start(launch, programs, settings, port);
        try {
            var connection = new EmbeddedConnection(port, password);
            while (!started.endsWithin(READY_CHECK_MILLIS) && !closing.isDone()) {
                if (isReady(connection)) {
                    return started;
                }
            }
            return started;
        } catch (RuntimeException | InterruptedException e) {
            // A start that is broken off leaves nothing running.
            started.stop();
            throw e;
        }
    }

    /** A database that replays its log after a crash refuses connections until it is done, however long that takes. */
    private boolean isReady(EmbeddedConnection connection) {
        try {
            connection.prepare(settings);
            return true;
        } catch (SQLException e) {
            if ("28P01".equals(e.getSQLState())) {
                throw new StartRefused(
                        "The embedded database does not accept the password in " + settings.password()
                                + ": put the right file back from a copy of the home.",
                        e);
            }
            LOG.debug("The embedded PostgreSQL is not ready yet: {}", e.getMessage());
            return false;
        }
    }

    private void watch() {
        try {
            while (!closing.isDone()) {
                if (endedOrTick()) {
                    startAgain();
                }
                removeOldLogs();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the postmaster has ended, which it says, or it is time to look at the logs, or all is to end. */
    private boolean endedOrTick() throws InterruptedException {
        try {
            CompletableFuture.anyOf(closing, postmaster.end()).get(LOG_CHECK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Waiting for the embedded PostgreSQL failed", e);
        }
        return !closing.isDone();
    }

    private void startAgain() throws InterruptedException {
        var delay = FIRST_DELAY_MILLIS;
        while (!closing.isDone() && !postmaster.isAlive()) {
            LOG.error(
                    "The embedded PostgreSQL, pid {}, ended by itself with code {}: starting it again",
                    postmaster.pid(),
                    postmaster.exitCode());
            TimeUnit.MILLISECONDS.sleep(delay);
            delay = Math.min(delay * 2, LONGEST_DELAY_MILLIS);
            try {
                LeftPostmaster.clear(settings.data());
                postmaster = startOnce();
            } catch (IOException | StartRefused e) {
                LOG.error("The embedded PostgreSQL could not be started again: {}", e.getMessage(), e);
            }
        }
    }

    private void removeOldLogs() {
        try {
            logs.removeOldest();
        } catch (IOException e) {
            LOG.warn("Old logs of the embedded PostgreSQL could not be removed: {}", e.toString());
        }
    }

    private String lastFailure() throws IOException {
        var before = Output.lastFailure(settings.startLog());
        var files = logs.files();
        if (before.isPresent() || files.isEmpty()) {
            return before.orElse("it said nothing");
        }
        return Output.lastFailure(files.getLast()).orElse("it said nothing");
    }
}
