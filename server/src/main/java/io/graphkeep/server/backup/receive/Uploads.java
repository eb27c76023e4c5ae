package io.graphkeep.server.backup.receive;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.security.Principal;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.UploadHeader;
import io.graphkeep.v1.UploadSnapshotRequest;
import java.io.IOException;
import java.util.function.BiConsumer;

/** Makes snapshots of the files that clients send. An upload that breaks leaves nothing. */
public interface Uploads {
    /**
     * Takes an upload in, from the frame after its header to its end.
     *
     * @param inSameTransaction run in the transaction that makes the snapshot visible, with the snapshot
     */
    Snapshot upload(
            Principal caller,
            UploadHeader header,
            Frames<UploadSnapshotRequest> frames,
            BiConsumer<Transaction, Snapshot> inSameTransaction)
            throws IOException, InterruptedException;
}
