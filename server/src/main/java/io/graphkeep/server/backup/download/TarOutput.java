package io.graphkeep.server.backup.download;

import com.google.protobuf.UnsafeByteOperations;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.v1.DownloadSnapshotResponse;
import io.graphkeep.v1.FileHeader;
import java.security.MessageDigest;

/** Sends one POSIX archive of all files: frames of its bytes, and the digest of them all. */
final class TarOutput implements Output {
    private static final int END_BLOCKS = 2;

    private final Frames frames;
    private final MessageDigest digest = ContentId.newDigest();
    private final byte[] frame = new byte[FileOutput.FRAME_BYTES];
    private int length;
    private long entries;
    /** What of the last file does not fill a block. */
    private int odd;

    TarOutput(Frames frames) {
        this.frames = frames;
    }

    @Override
    public void bare(FileHeader header) throws InterruptedException {
        entries++;
        var bytes = TarHeader.of(header);
        put(bytes, 0, bytes.length);
    }

    @Override
    public void begin(FileHeader header) throws InterruptedException {
        bare(header);
        odd = (int) (header.getSizeBytes() % TarHeader.BLOCK);
    }

    @Override
    public void data(byte[] bytes, int offset, int count) throws InterruptedException {
        put(bytes, offset, count);
    }

    @Override
    public void end() throws InterruptedException {
        if (odd > 0) {
            put(new byte[TarHeader.BLOCK], 0, TarHeader.BLOCK - odd);
        }
        odd = 0;
    }

    @Override
    public void finish(long damagedFiles) throws InterruptedException {
        put(new byte[END_BLOCKS * TarHeader.BLOCK], 0, END_BLOCKS * TarHeader.BLOCK);
        flush();
        frames.send(FileOutput.trailer(digest));
        frames.send(FileOutput.ending(entries, damagedFiles));
    }

    private void put(byte[] bytes, int offset, int count) throws InterruptedException {
        var at = offset;
        while (at < offset + count) {
            if (length == frame.length) {
                flush();
            }
            var some = Math.min(frame.length - length, offset + count - at);
            System.arraycopy(bytes, at, frame, length, some);
            length += some;
            at += some;
        }
    }

    private void flush() throws InterruptedException {
        if (length == 0) {
            return;
        }
        digest.update(frame, 0, length);
        frames.send(DownloadSnapshotResponse.newBuilder()
                .setData(UnsafeByteOperations.unsafeWrap(frame, 0, length))
                .build());
        length = 0;
    }
}
