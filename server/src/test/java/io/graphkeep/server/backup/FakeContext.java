package io.graphkeep.server.backup;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.OperationContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The context of an operation that a test runs by hand, and can take away or disturb at a chosen moment. */
final class FakeContext implements OperationContext {
    private final OperationRow row;
    private Runnable onProgress = () -> {};
    private String awaitedStep = "";
    private int fencesUntilLost = Integer.MAX_VALUE;
    private @Nullable ByteString checkpoint;
    private List<Long> told = List.of();

    FakeContext(OperationRow row) {
        this.row = row;
    }

    /** What was told of the progress last: bytes and files, done and in all. */
    List<Long> told() {
        return told;
    }

    /** Runs this once, when the first bytes have been done. */
    FakeContext onFirstProgress(Runnable action) {
        onProgress = action;
        return this;
    }

    /** Runs this once, when the work comes to a step. */
    FakeContext onStep(String step, Runnable action) {
        awaitedStep = step;
        onProgress = action;
        return this;
    }

    /** Another attempt takes the operation over before the n-th fence. */
    FakeContext lostAtFence(int number) {
        fencesUntilLost = number - 1;
        return this;
    }

    /** The next attempt, which knows what this one has noted. */
    FakeContext takenOver() {
        var next = new FakeContext(row);
        next.checkpoint = checkpoint;
        return next;
    }

    @Override
    public UUID id() {
        return row.id();
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public OperationRow operation() {
        return row;
    }

    @Override
    public <P extends Message> P parameters(Parser<P> parser) {
        try {
            return parser.parseFrom(row.parameters());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void progress(long bytesDone, long bytesTotal, long filesDone, long filesTotal, String step) {
        told = List.of(bytesDone, bytesTotal, filesDone, filesTotal);
        if (awaitedStep.isEmpty() || awaitedStep.equals(step)) {
            var action = onProgress;
            onProgress = () -> {};
            action.run();
        }
    }

    @Override
    public void checkCancelled() {}

    @Override
    public void checkpoint(Message state) {
        checkpoint = state.toByteString();
    }

    @Override
    public Optional<ByteString> checkpoint() {
        return Optional.ofNullable(checkpoint);
    }

    @Override
    public void snapshot(Transaction transaction, UUID snapshotId) {}

    @Override
    public void fence(Transaction transaction) {
        if (fencesUntilLost-- <= 0) {
            throw new GraphkeepException(Reason.STALE_ATTEMPT, "Another attempt has begun.");
        }
    }
}
