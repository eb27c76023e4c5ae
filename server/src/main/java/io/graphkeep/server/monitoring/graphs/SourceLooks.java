package io.graphkeep.server.monitoring.graphs;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * Looks whether the directories of this node's sources are there, all at once and for a short time.
 *
 * <p>A mount that hangs holds up one thread until it answers, and nothing else: until then its sources are not there, and it is
 * not asked again. Not thread-safe.
 */
final class SourceLooks {
    private static final Duration AT_MOST = Duration.ofSeconds(2);

    private final Predicate<String> isThere;
    private final Executor threads =
            task -> Thread.ofVirtual().name("look-at-source").start(task);
    private final Map<String, CompletableFuture<Boolean>> underWay = new HashMap<>();

    SourceLooks(Predicate<String> isThere) {
        this.isThere = isThere;
    }

    /** Those of the paths that are not there. */
    Set<String> missing(Collection<String> paths) {
        underWay.keySet().retainAll(Set.copyOf(paths));
        paths.forEach(path -> underWay.computeIfAbsent(
                path, unknown -> CompletableFuture.supplyAsync(() -> isThere.test(unknown), threads)));
        var deadline = System.nanoTime() + AT_MOST.toNanos();
        var missing = new HashSet<String>();
        for (var path : Set.copyOf(underWay.keySet())) {
            if (!answer(path, deadline)) {
                missing.add(path);
            }
        }
        return missing;
    }

    private boolean answer(String path, long deadline) {
        var look = underWay.get(path);
        if (look == null) {
            return false;
        }
        try {
            var there = look.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            underWay.remove(path);
            return there;
        } catch (TimeoutException hangs) {
            return false;
        } catch (ExecutionException failed) {
            underWay.remove(path);
            return false;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
