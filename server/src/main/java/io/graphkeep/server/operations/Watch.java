package io.graphkeep.server.operations;

import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's view of one operation, that waits for it to change.
 *
 * <p>Holds the newest state and none before it: a slow reader misses states in between, never the last one, and holds up
 * nobody. For one reader; {@link #close} from any thread.
 */
public final class Watch implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Consumer<Watch> onClose;
    private OperationRow newest;
    private @Nullable OperationRow seen;
    private boolean stopping;

    Watch(OperationRow first, Consumer<Watch> onClose) {
        this.newest = first;
        this.onClose = onClose;
    }

    /**
     * The operation's state once it differs from what was returned before: at once for the first call, empty after the
     * time. Throws SERVER_STOPPING where the server ends.
     */
    public Optional<OperationRow> next(Duration atMost) throws InterruptedException {
        var nanos = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (!isNews()) {
                if (stopping) {
                    throw new GraphkeepException(
                            Reason.SERVER_STOPPING,
                            "The server is stopping; operation " + newest.id() + " goes on when it is back.");
                }
                if (nanos <= 0) {
                    return Optional.empty();
                }
                nanos = changed.awaitNanos(nanos);
            }
            seen = newest;
            return Optional.of(newest);
        } finally {
            lock.unlock();
        }
    }

    /** The newest state that is known, without waiting. */
    public OperationRow now() {
        lock.lock();
        try {
            return newest;
        } finally {
            lock.unlock();
        }
    }

    void offer(OperationRow row) {
        lock.lock();
        try {
            if (row.version() >= newest.version() && !newest.state().isEnd()) {
                newest = row;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        lock.lock();
        try {
            stopping = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        onClose.accept(this);
    }

    private boolean isNews() {
        var before = seen;
        return before == null
                || before.state() != newest.state()
                || before.cancelRequested() != newest.cancelRequested()
                || before.attempt() != newest.attempt()
                || !before.progress().equals(newest.progress());
    }
}
