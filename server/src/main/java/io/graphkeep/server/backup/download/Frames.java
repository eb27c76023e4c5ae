package io.graphkeep.server.backup.download;

import io.graphkeep.v1.DownloadSnapshotResponse;

/** The way out of one download. */
public interface Frames {
    /** Sends a frame when the reader has room for it. On return its bytes have been copied, and are the caller's again. */
    void send(DownloadSnapshotResponse frame) throws InterruptedException;

    /** Ends the download with an exception where nobody reads it any more. */
    void checkReader();
}
