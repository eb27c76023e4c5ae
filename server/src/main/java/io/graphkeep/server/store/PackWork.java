package io.graphkeep.server.store;

import io.graphkeep.server.catalog.store.PackRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** The threads of one check, each with buffers of its own, that look at packs side by side. */
final class PackWork implements AutoCloseable {
    private final StoreParts parts;
    private final CheckLevel level;
    private final CheckWatch watch;
    private final int workers;
    private final ExecutorService threads;

    PackWork(StoreParts parts, CheckLevel level, int workers, CheckWatch watch) {
        this.parts = parts;
        this.level = level;
        this.watch = watch;
        this.workers = workers;
        this.threads = Executors.newFixedThreadPool(
                workers, Thread.ofPlatform().name("store-check-", 0).daemon().factory());
    }

    /** Looks at these packs; the first failure ends it, once no thread is at it any more. */
    List<PackCheck.Outcome> run(Collection<PackRow> packs, @Nullable RoaringBitmap only)
            throws IOException, InterruptedException {
        var waiting = new ConcurrentLinkedQueue<>(packs);
        var running = new ArrayList<Future<List<PackCheck.Outcome>>>();
        for (var i = 0; i < Math.min(workers, packs.size()); i++) {
            running.add(threads.submit(() -> work(waiting, only)));
        }
        var outcomes = new ArrayList<PackCheck.Outcome>(packs.size());
        ExecutionException failure = null;
        for (var each : running) {
            try {
                outcomes.addAll(each.get());
            } catch (ExecutionException e) {
                waiting.clear();
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            if (failure.getCause() instanceof IOException io) {
                throw io;
            }
            throw StoreFailures.of(failure);
        }
        return outcomes;
    }

    private List<PackCheck.Outcome> work(ConcurrentLinkedQueue<PackRow> waiting, @Nullable RoaringBitmap only)
            throws IOException {
        var outcomes = new ArrayList<PackCheck.Outcome>();
        var done = false;
        try (var check = new PackCheck(parts, level, only, watch)) {
            for (var pack = waiting.poll(); pack != null; pack = waiting.poll()) {
                outcomes.add(check.run(pack));
                var size = pack.size();
                watch.looked(size == null ? 0 : size);
            }
            done = true;
            return outcomes;
        } finally {
            if (!done) {
                waiting.clear();
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
