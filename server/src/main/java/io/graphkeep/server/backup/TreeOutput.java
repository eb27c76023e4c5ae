package io.graphkeep.server.backup;

import io.graphkeep.server.store.WriteSession;
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

/** The bytes of a snapshot's tree on their way into the store, chunked and segmented like content. */
final class TreeOutput extends OutputStream {
    private final WriteSession session;
    private final Chunker chunker = new Chunker(this::chunk);
    private final SegmentCutter cutter = new SegmentCutter(this::segment);
    private final OpenChunks open = new OpenChunks();
    private final MessageDigest digest = ContentId.newDigest();
    private final List<SegmentId> segments = new ArrayList<>();
    private long bytes;

    TreeOutput(WriteSession session) {
        this.session = session;
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

    /** Stores what is left; nothing may be written afterwards. */
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
        var id = ChunkId.of(digest, buffer, offset, length).toBytes();
        cutter.add(id, 0, length, encoding, kind);
    }

    private void segment(Segment segment) throws IOException {
        session.addTree(segment, open);
        open.clear();
        segments.add(segment.id());
    }
}
