package io.graphkeep.transfer.pull;

import io.graphkeep.transfer.BrokenStreamException;
import io.graphkeep.v1.DownloadSnapshotRequest;
import io.graphkeep.v1.DownloadSnapshotResponse;
import org.jspecify.annotations.Nullable;

/** Opens the streams of downloads. */
@FunctionalInterface
public interface PullSource {
    /** A new stream. */
    Frames open(DownloadSnapshotRequest request);

    /** One stream, frame by frame. */
    interface Frames extends AutoCloseable {
        /**
         * The next frame; null where the stream ended in order.
         *
         * @throws BrokenStreamException where it broke, and another stream may go on
         */
        @Nullable
        DownloadSnapshotResponse next();

        @Override
        void close();
    }
}
