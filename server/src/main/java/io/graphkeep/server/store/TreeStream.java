package io.graphkeep.server.store;

import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/** The bytes of a tree, read a bounded part of its segments at a time. */
final class TreeStream extends InputStream {
    private static final int EXPECTED = 64;
    private static final int AT_ONCE = 1 << 20;

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
            if (chunk == 0 && segment % EXPECTED == 0) {
                session.expect(segments.subList(segment, Math.min(segments.size(), segment + EXPECTED)));
            }
            next(session.segment(segments.get(segment)));
        }
        return true;
    }

    /** As many of the segment's next chunks as are read at once. */
    private void next(Segment list) throws IOException {
        var end = chunk + 1;
        for (var sum = list.length(chunk); end < list.size() && sum + list.length(end) <= AT_ONCE; end++) {
            sum += list.length(end);
        }
        var part = new Part(chunk, end);
        session.read(List.of(list.id()), part);
        bytes = part.out.toByteArray();
        at = 0;
        chunk = end;
        if (chunk == list.size()) {
            chunk = 0;
            segment++;
        }
    }

    /** Collects some chunks of one segment. */
    private static final class Part implements ChunkConsumer {
        private final int from;
        private final int to;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Part(int from, int to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public boolean wants(int position, int number) {
            return number >= from && number < to;
        }

        @Override
        public void accept(int position, int number, byte[] source, int offset, int length) {
            out.write(source, offset, length);
        }
    }
}
