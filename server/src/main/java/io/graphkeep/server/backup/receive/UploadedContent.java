package io.graphkeep.server.backup.receive;

import io.graphkeep.server.store.NewSegment;
import io.graphkeep.server.store.PushSession;
import io.graphkeep.server.store.WriteSession;
import io.graphkeep.transfer.ChunkId;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.transfer.Encoding;
import io.graphkeep.transfer.Kind;
import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentCutter;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The chunks of the file that is being uploaded, on their way into the store.
 *
 * <p>A file of 1 MiB or more has segments of its own, which are stored as they are complete. Of a smaller one the chunks are
 * stored, since what segments they come to lie in is known only when all files are there. Either way the spool lists what the
 * file consists of. What is held is bounded, whatever the file's size.
 */
final class UploadedContent {
    private static final int NOT_HELD = -1;

    private final PushSession upload;
    private final WriteSession session;
    private final SpoolWriter spool;
    private final MessageDigest digest = ContentId.newDigest();
    private final SegmentCutter cutter = new SegmentCutter(this::segment);
    private final List<Closed> closed = new ArrayList<>();
    private ParentFile before = new ParentFile(List.of());
    private byte[] bytes = new byte[256 << 10];
    private int used;
    private byte[] ids = new byte[256 * ContentId.BYTES];
    private int[] starts = new int[256];
    private int[] lengths = new int[256];
    private Kind[] kinds = new Kind[256];
    private Encoding[] encodings = new Encoding[256];
    private int count;
    private int firstOpen;
    private boolean large;

    /** A segment that is complete, with the number of its first chunk among those that are held. */
    private record Closed(Segment segment, int first) {}

    UploadedContent(PushSession upload, SpoolWriter spool) {
        this.upload = upload;
        this.session = upload.writer();
        this.spool = spool;
    }

    /** A file begins, of which the snapshot before may have had some. */
    void begin(ParentFile parent) {
        before = parent;
        large = false;
        clear();
    }

    /** It turns out to be so large that it has segments of its own. */
    void isLarge() throws IOException {
        if (large) {
            return;
        }
        large = true;
        cutter.fileBegins(SegmentCutter.LARGE_FILE);
        var held = count;
        for (var i = 0; i < held; i++) {
            count = i + 1;
            cut(i);
        }
    }

    /** The next chunk of the file. */
    void chunk(byte[] buffer, int offset, int length, Encoding encoding, Kind kind) throws IOException {
        var chunk = hold(buffer, offset, length);
        kinds[chunk] = kind;
        encodings[chunk] = encoding;
        ChunkId.of(digest, buffer, offset, length).copyTo(ids, chunk * ContentId.BYTES);
        if (large) {
            cut(chunk);
            if (used > upload.mostHeld()) {
                store();
            }
        }
    }

    /** The file has no more chunks. */
    void end() throws IOException {
        if (large) {
            cutter.fileEnds();
            store();
        } else {
            storeChunks();
        }
        clear();
    }

    private void cut(int chunk) throws IOException {
        cutter.add(ids, chunk * ContentId.BYTES, lengths[chunk], encodings[chunk], kinds[chunk]);
    }

    private void segment(Segment segment) {
        closed.add(new Closed(segment, firstOpen));
        firstOpen = count;
    }

    private void store() throws IOException {
        var fresh = new ArrayList<NewSegment>();
        for (var next : closed) {
            if (before.has(next.segment().id())) {
                session.takeOfParent(next.segment().id());
            } else {
                fresh.add(new NewSegment(
                        next.segment(), (chunk, target, offset) -> copy(next.first() + chunk, target, offset)));
            }
        }
        session.add(fresh, () -> before.learn(session));
        for (var next : closed) {
            spool.bytes(next.segment().id().toBytes());
            spool.number(next.segment().size());
        }
        closed.clear();
        keepOpen();
    }

    /** Chunks of the segment that is open move to the front; if they are too many bytes, into the store. */
    private void keepOpen() throws IOException {
        var open = count - firstOpen;
        var from = firstStart();
        if (used - from > upload.mostHeld() / 2) {
            before.learn(session);
            for (var i = firstOpen; i < count; i++) {
                if (starts[i] != NOT_HELD) {
                    session.storeAhead(ids, i, lengths[i], kinds[i], this::copy);
                    starts[i] = NOT_HELD;
                }
            }
            from = used;
        }
        System.arraycopy(bytes, from, bytes, 0, used - from);
        used -= from;
        for (var i = 0; i < open; i++) {
            var start = starts[firstOpen + i];
            starts[i] = start == NOT_HELD ? NOT_HELD : start - from;
        }
        System.arraycopy(lengths, firstOpen, lengths, 0, open);
        System.arraycopy(kinds, firstOpen, kinds, 0, open);
        System.arraycopy(encodings, firstOpen, encodings, 0, open);
        System.arraycopy(ids, firstOpen * ContentId.BYTES, ids, 0, open * ContentId.BYTES);
        count = open;
        firstOpen = 0;
    }

    private int firstStart() {
        for (var i = firstOpen; i < count; i++) {
            if (starts[i] != NOT_HELD) {
                return starts[i];
            }
        }
        return used;
    }

    private void storeChunks() throws IOException {
        before.learn(session);
        for (var i = 0; i < count; i++) {
            if (session.placeOf(ids, i) == null) {
                session.storeAhead(ids, i, lengths[i], kinds[i], this::copy);
            }
            var place = Objects.requireNonNull(session.placeOf(ids, i));
            spool.bytes(ids, i * ContentId.BYTES, ContentId.BYTES);
            spool.number(lengths[i]);
            spool.number(kinds[i].number());
            spool.number(encodings[i].number());
            spool.number(place.pack());
            spool.number(place.block());
            spool.number(place.chunk());
        }
    }

    private int hold(byte[] buffer, int offset, int length) {
        if (bytes.length - used < length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.min(2 * bytes.length, upload.mostHeld()), used + length));
        }
        if (count == lengths.length) {
            var more = 2 * count;
            ids = Arrays.copyOf(ids, more * ContentId.BYTES);
            starts = Arrays.copyOf(starts, more);
            lengths = Arrays.copyOf(lengths, more);
            kinds = Arrays.copyOf(kinds, more);
            encodings = Arrays.copyOf(encodings, more);
        }
        System.arraycopy(buffer, offset, bytes, used, length);
        starts[count] = used;
        lengths[count] = length;
        used += length;
        return count++;
    }

    private void copy(int chunk, byte[] target, int offset) {
        if (starts[chunk] == NOT_HELD) {
            throw new IllegalStateException("A chunk that was stored ahead is not known to the session any more");
        }
        System.arraycopy(bytes, starts[chunk], target, offset, lengths[chunk]);
    }

    private void clear() {
        used = 0;
        count = 0;
        firstOpen = 0;
        closed.clear();
    }
}
