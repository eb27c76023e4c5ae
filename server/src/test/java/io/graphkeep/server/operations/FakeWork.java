package io.graphkeep.server.operations;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.OperationRow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A handler whose work is what a test says, and which remembers what became of it. */
final class FakeWork implements OperationHandler {
    /** The work of one attempt. */
    interface Body {
        String run(OperationContext context) throws Exception;
    }

    static final Duration PATIENCE = Duration.ofSeconds(30);

    final List<UUID> settled = new CopyOnWriteArrayList<>();
    final List<OperationContext> begun = new CopyOnWriteArrayList<>();
    private final String kind;
    private final OnTakeover onTakeover;
    private final Body body;
    private volatile Optional<Any> committed = Optional.empty();
    private volatile @Nullable RuntimeException settlingFailure;

    FakeWork(String kind, OnTakeover onTakeover, Body body) {
        this.kind = kind;
        this.onTakeover = onTakeover;
        this.body = body;
    }

    static Any result(String text) {
        return Any.pack(StringValue.of(text));
    }

    /** Work that goes on until it is stopped. */
    static String untilStopped(OperationContext context) {
        while (true) {
            context.checkCancelled();
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** Waits for the latch, whatever else happens. */
    static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("The test never went on");
        }
    }

    /**
     * Waits until this handler works on the operation.
     *
     * <p>The operation is RUNNING a moment earlier: the claim is committed before the handler is called, and a cancellation
     * that comes in between ends it unbegun.
     */
    void awaitBegun(UUID operation) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (begun.stream().noneMatch(context -> context.id().equals(operation))) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("The work on operation " + operation + " never began");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    void commit(String result) {
        committed = Optional.of(result(result));
    }

    void breakSettling(RuntimeException failure) {
        settlingFailure = failure;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public OnTakeover onTakeover() {
        return onTakeover;
    }

    @Override
    public Any run(OperationContext context) throws Exception {
        begun.add(context);
        return result(body.run(context));
    }

    @Override
    public void settle(Transaction transaction, OperationRow operation) {
        var failure = settlingFailure;
        if (failure != null) {
            throw failure;
        }
        settled.add(operation.id());
    }

    @Override
    public Optional<Any> concluded(Transaction transaction, OperationRow operation) {
        return committed;
    }
}
