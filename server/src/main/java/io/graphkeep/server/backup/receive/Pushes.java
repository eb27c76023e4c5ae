package io.graphkeep.server.backup.receive;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.security.Principal;
import io.graphkeep.v1.PushCommit;
import io.graphkeep.v1.PushCommitted;
import io.graphkeep.v1.PushOpen;
import io.graphkeep.v1.PushSnapshotRequest;
import io.graphkeep.v1.PushSnapshotResponse;
import java.io.IOException;
import java.util.Optional;

/** Makes snapshots of segments that clients send, of which only what is new travels. */
public interface Pushes {
    /** Where the answers of a push go. */
    @FunctionalInterface
    interface Answers {
        void send(PushSnapshotResponse frame) throws InterruptedException;
    }

    /** Remembers what commits that can be repeated were answered. */
    interface Memory {
        /** What the same commit was answered before. */
        Optional<PushCommitted> answered(PushCommit commit);

        /** Remembers the answer in the transaction that makes the snapshot. */
        void remember(Transaction transaction, PushCommit commit, PushCommitted answer);
    }

    /** Takes one stream of a push in, from the frame after it was opened to its commit or its break. */
    void push(Principal caller, PushOpen open, Frames<PushSnapshotRequest> frames, Answers answers, Memory memory)
            throws IOException, InterruptedException;
}
