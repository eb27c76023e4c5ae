package io.graphkeep.server.operations;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.Lease;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.operation.ProgressRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at an operation in this process: what its handler sees of it, and the word by which it is stopped.
 *
 * <p>Progress is kept exactly here and written to the catalog by the runner, now and then.
 */
final class RunningOperation implements OperationContext {

    /** Why an attempt should not go on. A later one in this order outweighs an earlier one. */
    enum Stop {
        SERVER_STOPPING,
        CANCELLED,
        LOST
    }

    private final Database database;
    private final UUID process;
    private final OperationRow operation;
    private final AtomicReference<@Nullable Stop> stop = new AtomicReference<>();
    private final AtomicReference<@Nullable Thread> worker = new AtomicReference<>();
    private volatile ProgressRow progress;
    private volatile ProgressRow written;
    private volatile byte @Nullable [] checkpoint;

    RunningOperation(Database database, UUID process, OperationRow operation) {
        this.database = database;
        this.process = process;
        this.operation = operation;
        this.progress = operation.progress();
        this.written = progress;
        this.checkpoint = operation.checkpoint();
    }

    @Override
    public UUID id() {
        return operation.id();
    }

    @Override
    public int attempt() {
        return operation.attempt();
    }

    @Override
    public OperationRow operation() {
        return operation;
    }

    Lease lease() {
        return new Lease(operation.id(), operation.attempt());
    }

    @Override
    public <P extends Message> P parameters(Parser<P> parser) {
        try {
            return parser.parseFrom(operation.parameters());
        } catch (InvalidProtocolBufferException broken) {
            throw new IllegalStateException("Operation " + id() + " has parameters of another kind", broken);
        }
    }

    @Override
    public void progress(long bytesDone, long bytesTotal, long filesDone, long filesTotal, String step) {
        progress = new ProgressRow(bytesDone, bytesTotal, filesDone, filesTotal, step);
    }

    ProgressRow progress() {
        return progress;
    }

    /** Writes the progress to the catalog if it has changed since it was written last. */
    void writeProgress() {
        var now = progress;
        if (now.equals(written)) {
            return;
        }
        var owned = database.inTransaction(
                transaction -> transaction.mapper(OperationMapper.class).progress(lease(), process, now) == 1);
        written = now;
        if (!owned) {
            stop(Stop.LOST);
        }
    }

    @Override
    public void checkCancelled() {
        var why = stop.get();
        if (why != null) {
            throw stopped(why);
        }
    }

    /** Asks the attempt to stop; it does so at its next look. */
    void stop(Stop why) {
        stop.accumulateAndGet(
                why, (before, now) -> before != null && now != null && before.compareTo(now) > 0 ? before : now);
    }

    /** The failure that a handler which listened would have thrown. */
    Optional<GraphkeepException> whyStopped() {
        return Optional.ofNullable(stop.get()).map(this::stopped);
    }

    void runsIn(Thread thread) {
        worker.set(thread);
    }

    void interrupt() {
        var thread = worker.get();
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public void checkpoint(Message state) {
        var bytes = state.toByteArray();
        var owned = database.inTransaction(
                transaction -> transaction.mapper(OperationMapper.class).checkpoint(lease(), process, bytes) == 1);
        if (!owned) {
            throw lost();
        }
        checkpoint = bytes;
    }

    @Override
    public Optional<ByteString> checkpoint() {
        var bytes = checkpoint;
        return bytes == null ? Optional.empty() : Optional.of(ByteString.copyFrom(bytes));
    }

    @Override
    public void snapshot(Transaction transaction, UUID snapshotId) {
        if (transaction.mapper(OperationMapper.class).snapshot(lease(), process, snapshotId) == 0) {
            throw lost();
        }
    }

    @Override
    public void fence(Transaction transaction) {
        if (transaction.mapper(OperationMapper.class).lockOwned(lease(), process) == null) {
            throw lost();
        }
    }

    private GraphkeepException lost() {
        stop(Stop.LOST);
        return stopped(Stop.LOST);
    }

    private GraphkeepException stopped(Stop why) {
        return switch (why) {
            case CANCELLED ->
                new GraphkeepException(Reason.OPERATION_CANCELLED, "Operation " + id() + " was cancelled.");
            case LOST ->
                new GraphkeepException(
                        Reason.STALE_ATTEMPT,
                        "Attempt " + attempt() + " of operation " + id() + " has lost its lease to another.");
            case SERVER_STOPPING ->
                new GraphkeepException(
                        Reason.SERVER_STOPPING, "The server is stopping in the middle of operation " + id() + ".");
        };
    }
}
