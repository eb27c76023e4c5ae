package io.graphkeep.transfer.push;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** A file up to the size that it had when it was looked at: what is appended meanwhile is not read. */
final class LimitedChannel implements ReadableByteChannel {
    private final ReadableByteChannel channel;
    private long left;

    LimitedChannel(ReadableByteChannel channel, long size) {
        this.channel = channel;
        this.left = size;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (left == 0) {
            return -1;
        }
        var limit = target.limit();
        target.limit((int) Math.min(limit, target.position() + left));
        try {
            var read = channel.read(target);
            left -= Math.max(read, 0);
            return read;
        } finally {
            target.limit(limit);
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
