package io.graphkeep.server.backup;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.v1.FileChange;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps trees from being removed for as long as they are read, however slow the reader of what comes of it is.
 *
 * <p>A renewal that fails ends the comparison at its next step.
 */
final class LeaseRenewal implements AutoCloseable {
    private static final long PAUSE_SECONDS = 15;

    private final List<SnapshotTrees.OpenTree> trees = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable GraphkeepException failure;

    /** What was put under renewal, until it is closed. */
    interface Share extends AutoCloseable {
        @Override
        void close();
    }

    LeaseRenewal(SnapshotTrees.OpenTree first) {
        trees.add(first);
        Thread.ofVirtual().name("diff-leases").start(this::renew);
    }

    Share also(SnapshotTrees.OpenTree another) {
        trees.add(another);
        return () -> trees.remove(another);
    }

    /** The same listener, which also ends what a lost lease has made worthless. */
    DiffListener over(DiffListener listener) {
        return new DiffListener() {
            @Override
            public void changed(FileChange change) throws InterruptedException {
                listener.changed(change);
            }

            @Override
            public void checkCancelled() {
                listener.checkCancelled();
                var lost = failure;
                if (lost != null) {
                    throw lost;
                }
            }
        };
    }

    private void renew() {
        try {
            while (!ended.await(PAUSE_SECONDS, TimeUnit.SECONDS)) {
                trees.forEach(SnapshotTrees.OpenTree::renew);
            }
        } catch (GraphkeepException lost) {
            failure = lost;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.countDown();
    }
}
