package io.graphkeep.server.api;

import io.graphkeep.server.backup.Garbage;
import io.graphkeep.server.catalog.store.PackSum;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.store.Collected;
import io.graphkeep.server.store.CollectionLimits;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store's garbage, without a store: remembers what it was asked. */
final class FakeGarbage implements Garbage {
    final List<CollectionLimits> collections = new CopyOnWriteArrayList<>();
    final AtomicInteger surveys = new AtomicInteger();

    /** Happens while the store is looked at. */
    volatile Runnable meanwhile = () -> {};

    /** What a look at the store ends with from now on. */
    volatile @Nullable GraphkeepException refusal;

    @Override
    public Surveyed survey(Runnable betweenSteps) {
        betweenSteps.run();
        surveys.incrementAndGet();
        meanwhile.run();
        var why = refusal;
        if (why != null) {
            throw why;
        }
        return this::collect;
    }

    private Collected collect(CollectionLimits limits, Runnable betweenSteps) {
        betweenSteps.run();
        collections.add(limits);
        return wouldCollect(Set.of(), limits, betweenSteps);
    }

    @Override
    public Collected wouldCollect(Set<UUID> gone, CollectionLimits limits, Runnable betweenSteps) {
        return new Collected(new PackSum(2, 4096), 0.1, 0, 1, 0, 0, List.of("a note"));
    }
}
