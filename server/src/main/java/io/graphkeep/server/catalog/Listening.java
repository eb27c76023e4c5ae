package io.graphkeep.server.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what is notified on one channel of the database, on a connection of its own that is opened again when it is lost.
 *
 * <p>What is notified while there is no connection is not heard, and behind a pooler that shares connections nothing ever is:
 * who listens looks by himself now and then.
 */
final class Listening implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
    private static final int WAIT_MILLIS = 10_000;
    private static final long PAUSE_MILLIS = 2_000;

    private final DatabaseSettings settings;
    private final String channel;
    private final Runnable heard;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Connection connection;
    private boolean told;

    private Listening(DatabaseSettings settings, String channel, Runnable heard) {
        this.settings = settings;
        this.channel = channel;
        this.heard = heard;
    }

    static Listening start(DatabaseSettings settings, String channel, Runnable heard) {
        var listening = new Listening(settings, channel, heard);
        Thread.ofPlatform().name("listen-" + channel).daemon().start(listening::run);
        return listening;
    }

    @Override
    public void close() {
        closed.countDown();
        drop(connection);
    }

    private void run() {
        try {
            do {
                hear();
            } while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the connection is lost or closed. */
    private void hear() {
        try (var open = Connections.single(settings);
                var statement = open.createStatement()) {
            connection = open;
            statement.execute("LISTEN " + statement.enquoteIdentifier(channel, false));
            told = false;
            // Something may have been notified before.
            heard.run();
            var notifier = open.unwrap(PGConnection.class);
            while (closed.getCount() > 0) {
                if (notifier.getNotifications(WAIT_MILLIS).length > 0) {
                    heard.run();
                } else {
                    statement.execute("SELECT 1");
                }
            }
        } catch (SQLException lost) {
            tell(lost);
        } finally {
            connection = null;
        }
    }

    private void tell(SQLException lost) {
        if (closed.getCount() > 0 && !told) {
            told = true;
            LOG.info("Nothing is heard of {} until the database answers again: {}", channel, lost.getMessage());
        }
    }

    private static void drop(@Nullable Connection open) {
        if (open == null) {
            return;
        }
        try {
            open.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("A connection that listened was not closed in order: {}", e.getMessage());
        }
    }
}
