package io.graphkeep.server.operations;

import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What this process knows of operations without asking the catalog: how far its own are, and who watches which.
 *
 * <p>The number of watches is bounded; each holds one row.
 */
final class Board {
    static final int MOST_WATCHES = 1000;

    private final Map<UUID, RunningOperation> running = new ConcurrentHashMap<>();
    private final Map<UUID, Set<Watch>> watches = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean stopping;

    void began(RunningOperation run) {
        running.put(run.id(), run);
        publish(run.operation());
    }

    void left(RunningOperation run) {
        running.remove(run.id(), run);
        synchronized (running) {
            running.notifyAll();
        }
    }

    /** Whether all that runs has been left within the time. */
    boolean awaitEmpty(Duration limit) throws InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        synchronized (running) {
            while (!running.isEmpty()) {
                var left = Duration.ofNanos(end - System.nanoTime()).toMillis();
                if (left <= 0) {
                    return false;
                }
                running.wait(left);
            }
        }
        return true;
    }

    Collection<RunningOperation> running() {
        return List.copyOf(running.values());
    }

    Set<UUID> busy() {
        return Set.copyOf(running.keySet());
    }

    void cancel(UUID id) {
        var run = running.get(id);
        if (run != null) {
            run.stop(RunningOperation.Stop.CANCELLED);
        }
    }

    /** The row with the progress of this moment, where the operation runs here. */
    OperationRow upToDate(OperationRow row) {
        var run = running.get(row.id());
        return run != null && run.attempt() == row.attempt() && !row.state().isEnd() ? row.with(run.progress()) : row;
    }

    Watch watch(OperationRow row) {
        if (count.incrementAndGet() > MOST_WATCHES) {
            count.decrementAndGet();
            throw new GraphkeepException(
                            Reason.TOO_MANY_REQUESTS,
                            "This server already has " + MOST_WATCHES + " watches on operations open.")
                    .retryAfter(Duration.ofSeconds(5));
        }
        var watch = new Watch(upToDate(row), closed -> unwatch(row.id(), closed));
        watches.compute(row.id(), (id, others) -> {
            var all = others == null ? ConcurrentHashMap.<Watch>newKeySet() : others;
            all.add(watch);
            return all;
        });
        if (stopping) {
            watch.stop();
        }
        return watch;
    }

    Set<UUID> watched() {
        return Set.copyOf(watches.keySet());
    }

    void publish(OperationRow row) {
        var now = upToDate(row);
        watches.getOrDefault(row.id(), Set.of()).forEach(watch -> watch.offer(now));
    }

    /** Tells the watchers of what runs here how far it is. */
    void publishProgress() {
        for (var id : watches.keySet()) {
            var run = running.get(id);
            if (run != null) {
                watches.getOrDefault(id, Set.of()).forEach(watch -> watch.offer(upToDate(watch.now())));
            }
        }
    }

    void stopWatches() {
        stopping = true;
        watches.values().forEach(all -> all.forEach(Watch::stop));
    }

    private void unwatch(UUID id, Watch watch) {
        watches.computeIfPresent(id, (key, all) -> {
            if (all.remove(watch)) {
                count.decrementAndGet();
            }
            return all.isEmpty() ? null : all;
        });
    }
}
