package io.graphkeep.transfer.push;

import io.graphkeep.transfer.ChunkId;
import io.graphkeep.transfer.Chunker;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.transfer.Encoding;
import io.graphkeep.transfer.Kind;
import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentCutter;
import io.graphkeep.transfer.SegmentId;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** The bytes of the tree, cut into segments like content. */
final class TreeBytes extends OutputStream {
    /** Takes what is complete. */
    interface Sink {
        void accept(PushedSegment segment) throws IOException;
    }

    private final Sink sink;
    private final Chunker chunker = new Chunker(this::chunk);
    private final SegmentCutter cutter = new SegmentCutter(this::segment);
    private final SegmentBytes open = new SegmentBytes();
    private final MessageDigest digest = ContentId.newDigest();
    private final byte[] id = new byte[ContentId.BYTES];
    private final List<SegmentId> segments = new ArrayList<>();
    private long bytes;

    TreeBytes(Sink sink) {
        this.sink = sink;
        chunker.beginTree();
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        bytes += length;
        chunker.write(buffer, offset, length);
    }

    void finish() throws IOException {
        chunker.finish();
        cutter.cut();
    }

    List<SegmentId> segments() {
        return segments;
    }

    long bytes() {
        return bytes;
    }

    private void chunk(byte[] buffer, int offset, int length, Encoding encoding, Kind kind) throws IOException {
        open.add(buffer, offset, length);
        ChunkId.of(digest, buffer, offset, length).copyTo(id, 0);
        cutter.add(id, 0, length, encoding, kind);
    }

    private void segment(Segment segment) throws IOException {
        segments.add(segment.id());
        sink.accept(open.close(segment, true, List.of()));
    }
}
