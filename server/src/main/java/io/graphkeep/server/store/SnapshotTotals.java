package io.graphkeep.server.store;

import com.google.protobuf.ByteString;

/**
 * What a capture knows of its snapshot beyond the manifest, for the commit and its record.
 *
 * @param partial whether something could not be read
 * @param skipped sockets, pipes and devices that were left out
 * @param createdBy who asked for it
 * @param takenFor what it was taken for, as the catalog names it
 * @param counts all counts, as the contract's message
 */
public record SnapshotTotals(boolean partial, long skipped, String createdBy, String takenFor, ByteString counts) {
    /** Of a snapshot that somebody asked for, with nothing more to tell. */
    public SnapshotTotals(boolean partial, long skipped, String createdBy) {
        this(partial, skipped, createdBy, "MANUAL", ByteString.EMPTY);
    }
}
