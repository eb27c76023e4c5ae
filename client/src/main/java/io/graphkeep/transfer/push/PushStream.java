package io.graphkeep.transfer.push;

import io.graphkeep.v1.PushSnapshotRequest;
import io.graphkeep.v1.PushSnapshotResponse;
import org.jspecify.annotations.Nullable;

/** One stream of a push. What the other side ended it with is thrown by whatever is called next. For one thread. */
public interface PushStream {
    /** Sends a frame, when there is room for it. */
    void send(PushSnapshotRequest frame) throws InterruptedException;

    /** Waits for the next answer. */
    PushSnapshotResponse receive() throws InterruptedException;

    /** The next answer, if it is there. */
    @Nullable
    PushSnapshotResponse poll();
}
