package io.graphkeep.server.backup.assembly;

import io.graphkeep.server.store.NewSegment;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The bytes of a snapshot's tree on their way into the store, chunked and segmented like content. */
public final class TreeOutput extends OutputStream {
    /** How many of the parent's tree segments around a changed one may hold chunks of it. */
    private static final int AROUND = 4;

    private final WriteSession session;
    private final List<SegmentId> parent;
    private final Map<SegmentId, Integer> placeInParent = new HashMap<>();
    private final Chunker chunker = new Chunker(this::chunk);
    private final SegmentCutter cutter = new SegmentCutter(this::segment);
    private final OpenChunks open = new OpenChunks();
    private final MessageDigest digest = ContentId.newDigest();
    private final byte[] id = new byte[ContentId.BYTES];
    private final List<SegmentId> segments = new ArrayList<>();
    private long bytes;
    private int place;
    private int learnt;

    /** Beside the segments of the parent's tree, of which there may be none. */
    public TreeOutput(WriteSession session, List<SegmentId> parent) {
        this.session = session;
        this.parent = parent;
        for (var i = 0; i < parent.size(); i++) {
            placeInParent.putIfAbsent(parent.get(i), i);
        }
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
    public void finish() throws IOException {
        chunker.finish();
        cutter.cut();
    }

    /** The segments that were written so far, all of them once it is finished. */
    public List<SegmentId> segments() {
        return segments;
    }

    /** How many bytes were written. */
    public long bytes() {
        return bytes;
    }

    private void chunk(byte[] buffer, int offset, int length, Encoding encoding, Kind kind) throws IOException {
        open.add(buffer, offset, length);
        ChunkId.of(digest, buffer, offset, length).copyTo(id, 0);
        cutter.add(id, 0, length, encoding, kind);
    }

    private void segment(Segment segment) throws IOException {
        var known = placeInParent.get(segment.id());
        if (known == null) {
            session.addTree(new NewSegment(segment, open), this::learn);
        } else {
            session.takeOfParent(segment.id());
            place = known + 1;
        }
        open.clear();
        segments.add(segment.id());
    }

    /** Lets the session know where the chunks of the parent's tree lie around here. */
    private void learn() throws IOException {
        var from = Math.max(learnt, place - AROUND);
        var to = Math.min(parent.size(), place + AROUND);
        if (from < to) {
            session.descriptors(parent.subList(from, to));
            learnt = to;
        }
    }
}
