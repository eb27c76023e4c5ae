package io.graphkeep.it;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.FieldMask;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.UpdateGraphRequest;
import io.graphkeep.v1.UpdateGraphResponse;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Makes events at a rate, through a call that anyone may make: each change of a graph's labels is one. */
final class FeedsLoad {
    /** With so many, whoever reads none of them has filled what the transport holds, and some patience has run out. */
    static final int ENOUGH_TO_CUT = 1_000;

    private final Stubs stubs;
    private final int graphs;
    private final Semaphore atOnce;

    FeedsLoad(Stubs stubs, int graphs) {
        this.stubs = stubs;
        this.graphs = graphs;
        this.atOnce = new Semaphore(graphs);
    }

    /** Returns when all are committed; {@code eachSecond} runs about once a second beside it. */
    void make(int rate, int seconds, Runnable eachSecond) {
        var backup = stubs.with(BackupServiceGrpc.newFutureStub(stubs.channel()), stubs.adminToken())
                .withDeadlineAfter(10, TimeUnit.MINUTES);
        var changes = new ArrayList<ListenableFuture<UpdateGraphResponse>>();
        var looking = Thread.ofVirtual().unstarted(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                eachSecond.run();
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            }
        });
        looking.start();
        var begun = System.nanoTime();
        for (var number = 0; number < rate * seconds; number++) {
            var due = begun + number * TimeUnit.SECONDS.toNanos(1) / rate;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            // A machine that cannot keep up makes fewer a second, and the summary says how many.
            atOnce.acquireUninterruptibly();
            var change = backup.updateGraph(change(number));
            change.addListener(atOnce::release, Runnable::run);
            changes.add(change);
        }
        changes.forEach(FeedsLoad::done);
        looking.interrupt();
    }

    private UpdateGraphRequest change(int number) {
        return UpdateGraphRequest.newBuilder()
                .setGraph(Graph.newBuilder()
                        .setGraphId("graph-" + number % graphs)
                        .putLabels("number", Integer.toString(number)))
                .setUpdateMask(FieldMask.newBuilder().addPaths("labels"))
                .build();
    }

    private static void done(ListenableFuture<UpdateGraphResponse> change) {
        try {
            change.get();
        } catch (ExecutionException failure) {
            throw new AssertionError("A change that makes an event failed", failure);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new AssertionError(ended);
        }
    }
}
