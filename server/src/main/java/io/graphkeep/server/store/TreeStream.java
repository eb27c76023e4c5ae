package io.graphkeep.server.store;

import io.graphkeep.transfer.SegmentId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The bytes of a tree, read a bounded part of its segments at a time. */
final class TreeStream extends InputStream {
    private final List<SegmentId> segments;
    private final ReadSession session;
    private byte[] bytes = new byte[0];
    private int at;
    private int segment;
    private int chunk;

    TreeStream(List<SegmentId> segments, ReadSession session) {
        this.segments = segments;
        this.session = session;
    }

    @Override
    public int read() throws IOException {
        return fill() ? bytes[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        var count = Math.min(length, bytes.length - at);
        System.arraycopy(bytes, at, target, offset, count);
        at += count;
        return count;
    }

    private boolean fill() throws IOException {
        while (at == bytes.length) {
            if (segment == segments.size()) {
                return false;
            }
            next(session.segment(segments.get(segment)).size());
        }
        return true;
    }

    private void next(int chunks) throws IOException {
        session.read(List.of(segments.get(segment)), new ChunkConsumer() {
            @Override
            public void accept(int position, int number, byte[] from, int offset, int length) {
                bytes = Arrays.copyOfRange(from, offset, offset + length);
                at = 0;
            }

            @Override
            public boolean wants(int position, int number) {
                return number == chunk;
            }
        });
        chunk++;
        if (chunk == chunks) {
            chunk = 0;
            segment++;
        }
    }
}
