package io.graphkeep.server.backup.receive;

import com.github.luben.zstd.ZstdCompressCtx;
import com.google.protobuf.ByteString;
import io.graphkeep.v1.PushRecords;
import io.graphkeep.v1.PushSnapshotResponse;

/** Sends the records of one read, in frames of bounded size. */
final class PushRecordsWriter implements AutoCloseable {
    private static final int FRAME = 256 << 10;

    private final Pushes.Answers answers;
    private final long readId;
    private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(1);
    private final byte[] buffer = new byte[FRAME];
    private int used;

    PushRecordsWriter(Pushes.Answers answers, long readId) {
        this.answers = answers;
        this.readId = readId;
    }

    void write(byte[] bytes, int offset, int length) throws InterruptedException {
        var at = offset;
        var left = length;
        while (left > 0) {
            if (used == FRAME) {
                send(false);
            }
            var step = Math.min(left, FRAME - used);
            System.arraycopy(bytes, at, buffer, used, step);
            used += step;
            at += step;
            left -= step;
        }
    }

    void number(int value) throws InterruptedException {
        var rest = value;
        while ((rest & ~0x7F) != 0) {
            write(new byte[] {(byte) (rest | 0x80)}, 0, 1);
            rest >>>= 7;
        }
        write(new byte[] {(byte) rest}, 0, 1);
    }

    /** No more records: sends what is left, as the last frame. */
    void finish() throws InterruptedException {
        send(true);
    }

    private void send(boolean last) throws InterruptedException {
        var packed = new byte[(int) com.github.luben.zstd.Zstd.compressBound(used)];
        var length = zstd.compressByteArray(packed, 0, packed.length, buffer, 0, used);
        used = 0;
        answers.send(PushSnapshotResponse.newBuilder()
                .setRecords(PushRecords.newBuilder()
                        .setReadId(readId)
                        .setPayload(ByteString.copyFrom(packed, 0, length))
                        .setLast(last))
                .build());
    }

    @Override
    public void close() {
        zstd.close();
    }
}
