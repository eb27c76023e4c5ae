package io.graphkeep.server.backup.download;

import com.google.protobuf.UnsafeByteOperations;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.v1.DownloadEnd;
import io.graphkeep.v1.DownloadSnapshotResponse;
import io.graphkeep.v1.FileHeader;
import io.graphkeep.v1.FileTrailer;
import java.security.MessageDigest;

/** Sends each file as its header, its bytes and its trailer. */
final class FileOutput implements Output {
    /** No frame has more bytes of content. */
    static final int FRAME_BYTES = 256 << 10;

    private final Frames frames;
    private final MessageDigest digest = ContentId.newDigest();
    private long entries;

    FileOutput(Frames frames) {
        this.frames = frames;
    }

    @Override
    public void bare(FileHeader header) throws InterruptedException {
        entries++;
        frames.send(DownloadSnapshotResponse.newBuilder().setFile(header).build());
    }

    @Override
    public void begin(FileHeader header) throws InterruptedException {
        bare(header);
    }

    @Override
    public void data(byte[] bytes, int offset, int length) throws InterruptedException {
        for (var at = offset; at < offset + length; at += FRAME_BYTES) {
            var count = Math.min(FRAME_BYTES, offset + length - at);
            digest.update(bytes, at, count);
            // Not copied here: the frame's bytes are sent when this returns.
            frames.send(DownloadSnapshotResponse.newBuilder()
                    .setData(UnsafeByteOperations.unsafeWrap(bytes, at, count))
                    .build());
        }
    }

    @Override
    public void end() throws InterruptedException {
        frames.send(trailer(digest));
    }

    @Override
    public void finish(long damagedFiles) throws InterruptedException {
        frames.send(ending(entries, damagedFiles));
    }

    /** The trailer with the digest, which begins anew. */
    static DownloadSnapshotResponse trailer(MessageDigest digest) {
        return DownloadSnapshotResponse.newBuilder()
                .setFileEnd(FileTrailer.newBuilder().setSha256(UnsafeByteOperations.unsafeWrap(digest.digest())))
                .build();
    }

    static DownloadSnapshotResponse ending(long entries, long damagedFiles) {
        return DownloadSnapshotResponse.newBuilder()
                .setEnd(DownloadEnd.newBuilder().setEntries(entries).setDamagedFiles(damagedFiles))
                .build();
    }
}
