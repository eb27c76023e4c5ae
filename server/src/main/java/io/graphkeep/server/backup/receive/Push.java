package io.graphkeep.server.backup.receive;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.Manifest;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.ChunkConsumer;
import io.graphkeep.server.store.ReadSession;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentId;
import io.graphkeep.v1.PushData;
import io.graphkeep.v1.PushOffer;
import io.graphkeep.v1.PushOfferChunks;
import io.graphkeep.v1.PushRead;
import io.graphkeep.v1.PushReadSegments;
import io.graphkeep.v1.PushSnapshotResponse;
import io.graphkeep.v1.PushWant;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one stream of a push says, frame by frame, and what it is answered.
 *
 * <p>Segments are offered; the lists of those that are wanted follow in the same order, and after them their chunks, in the
 * order of the bitmaps. Nothing is believed, and what is outstanding is bounded. Not thread-safe.
 */
final class Push implements AutoCloseable {
    private final Reception reception;
    private final Pushes.Answers answers;
    private final Supplier<@Nullable ReadSession> parent;
    private final Acknowledgements acknowledgements;
    private final PushedFrame frame = new PushedFrame();
    private final ArrayDeque<Wanted> wanted = new ArrayDeque<>();
    private final Set<SegmentId> wantedIds = new HashSet<>();
    private long bytes;
    private long offer;

    /** A segment that is wanted and whose list was not sent yet. */
    private record Wanted(SegmentId id, boolean tree) {}

    /**
     * A stream that was opened.
     *
     * @param parent opens the graph's newest snapshot; null where there is none
     */
    Push(Reception reception, Pushes.Answers answers, Supplier<@Nullable ReadSession> parent, long durable) {
        this.reception = reception;
        this.answers = answers;
        this.parent = parent;
        this.acknowledgements = new Acknowledgements(reception.session(), durable);
        this.bytes = reception.arrived();
    }

    /** Sends records of the parent, or segments of the graph. */
    void read(PushRead read) throws IOException, InterruptedException {
        try (var out = new PushRecordsWriter(answers, read.getReadId())) {
            switch (read.getWhatCase()) {
                case TREE -> readTree(out);
                case SEGMENTS -> readSegments(read.getSegments(), out);
                case WHAT_NOT_SET -> throw EntryRefusal.outOfOrder("A read does not say what of.");
            }
            out.finish();
        }
    }

    /** Says which segments are to be sent. */
    void offer(PushOffer offered) throws IOException, InterruptedException {
        requireGrowing(offered.getOfferId());
        var ids = ids(offered.getSegmentIdsList());
        var there = reception.session().take(ids);
        var bitmap = new BitSet(ids.size());
        for (var i = 0; i < ids.size(); i++) {
            var id = ids.get(i);
            if (!there.contains(id) && wantedIds.add(id)) {
                bitmap.set(i);
                wanted.add(new Wanted(id, offered.getTree()));
            }
        }
        if (wanted.size() > PushBounds.WANTED_SEGMENTS) {
            throw EntryRefusal.outOfOrder(wanted.size() + " segments are wanted, and their lists are not sent: at most "
                    + PushBounds.WANTED_SEGMENTS + " may wait.");
        }
        want(offered.getOfferId(), bitmap, ids.size());
    }

    /** Says which chunks of the next segments are to be sent. */
    void offerChunks(PushOfferChunks offered) throws IOException, InterruptedException {
        requireGrowing(offered.getOfferId());
        var bitmap = new BitSet();
        var chunks = 0;
        for (var descriptor : offered.getDescriptorsList()) {
            var next = wanted.poll();
            if (next == null) {
                throw EntryRefusal.outOfOrder("The list of a segment was sent, and none was to come.");
            }
            wantedIds.remove(next.id());
            var segment = segment(next.id(), descriptor);
            var lacking = reception.session().expect(segment, next.tree());
            for (var i = lacking.nextSetBit(0); i >= 0; i = lacking.nextSetBit(i + 1)) {
                bitmap.set(chunks + i);
            }
            chunks += segment.size();
            requireRoom();
            if (chunks > PushBounds.OFFERED_CHUNKS) {
                throw EntryRefusal.outOfOrder(
                        "More than " + PushBounds.OFFERED_CHUNKS + " chunks were offered at once.");
            }
        }
        want(offered.getOfferId(), bitmap, chunks);
    }

    /** Takes chunks in. */
    void data(PushData data) throws IOException, InterruptedException {
        acknowledgements.requireNext(data.getSequence());
        var length = frame.open(data, reception.session()::accept);
        bytes += length;
        acknowledgements.received(length);
        reception.operation().context().progress(bytes, 0, 0, 0, "receiving");
        var due = acknowledgements.due();
        if (due != null) {
            answers.send(due);
        }
    }

    /** Refuses to end while something is to come. */
    void requireAll() {
        if (!wanted.isEmpty() || reception.session().outstanding() > 0) {
            throw EntryRefusal.outOfOrder("The commit came before all that was wanted: " + wanted.size()
                    + " lists of segments and " + reception.session().outstanding() + " chunks are to come.");
        }
    }

    /** The last frame that is durable, once all that is complete has been made so. */
    long allDurable() {
        return acknowledgements.allDurable();
    }

    @Override
    public void close() {
        frame.close();
    }

    private void readTree(PushRecordsWriter out) throws IOException, InterruptedException {
        try (var snapshot = parent.get()) {
            if (snapshot == null) {
                throw new GraphkeepException(
                        Reason.SNAPSHOT_NOT_FOUND,
                        "Graph " + reception.graph().id() + " has no snapshot whose tree could be read.");
            }
            try (var tree = snapshot.tree()) {
                var buffer = new byte[64 << 10];
                for (var read = tree.read(buffer); read >= 0; read = tree.read(buffer)) {
                    out.write(buffer, 0, read);
                }
            }
        }
    }

    private void readSegments(PushReadSegments asked, PushRecordsWriter out) throws IOException, InterruptedException {
        var ids = ids(asked.getSegmentIdsList());
        var lists = reception.session().descriptors(ids);
        var reader = reception
                .session()
                .reader(Manifest.newBuilder()
                        .setSnapshotId(reception.snapshot().toString())
                        .build());
        for (var id : ids) {
            var list = lists.get(id);
            if (list == null) {
                throw new GraphkeepException(
                        Reason.SEGMENT_UNKNOWN, "Segment " + id + " is none of the graph's own snapshots.");
            }
            var descriptor = list.descriptor();
            out.number(descriptor.length);
            out.write(descriptor, 0, descriptor.length);
            if (asked.getContents()) {
                reader.read(List.of(id), new Contents(out));
            }
        }
    }

    private void requireRoom() {
        var session = reception.session();
        if (session.outstanding() > PushBounds.WANTED_CHUNKS) {
            throw EntryRefusal.outOfOrder("More than " + PushBounds.WANTED_CHUNKS + " chunks are wanted and not sent.");
        }
        if (session.listed() > PushBounds.LISTED_CHUNKS) {
            throw EntryRefusal.outOfOrder("The segments that were listed and are not complete have more than "
                    + PushBounds.LISTED_CHUNKS + " chunks: send first what is wanted of them.");
        }
    }

    private void requireGrowing(long offerId) {
        if (offerId <= offer) {
            throw EntryRefusal.outOfOrder("Offer " + offerId + " came after offer " + offer + ": their numbers grow.");
        }
        offer = offerId;
    }

    private void want(long offerId, BitSet bitmap, int count) throws InterruptedException {
        var bytesOfBits = new byte[(count + 7) / 8];
        var set = bitmap.toByteArray();
        System.arraycopy(set, 0, bytesOfBits, 0, set.length);
        answers.send(PushSnapshotResponse.newBuilder()
                .setWant(PushWant.newBuilder().setOfferId(offerId).setBitmap(ByteString.copyFrom(bytesOfBits)))
                .build());
    }

    private static Segment segment(SegmentId id, ByteString descriptor) {
        try {
            return Segment.parse(id, descriptor.toByteArray());
        } catch (FormatException e) {
            throw new GraphkeepException(
                    Reason.DIGEST_MISMATCH,
                    "The list that was sent for segment " + id + " is not that segment's: " + e.getMessage() + ".");
        }
    }

    private static List<SegmentId> ids(List<ByteString> sent) {
        if (sent.size() > PushBounds.OFFERED_SEGMENTS) {
            throw EntryRefusal.outOfOrder(sent.size() + " segments were named in a frame, and at most "
                    + PushBounds.OFFERED_SEGMENTS + " may be.");
        }
        var ids = new ArrayList<SegmentId>(sent.size());
        for (var id : sent) {
            if (id.size() != ContentId.BYTES) {
                throw EntryRefusal.outOfOrder("A segment was named by " + id.size() + " bytes.");
            }
            ids.add(SegmentId.fromBytes(id.toByteArray()));
        }
        return ids;
    }

    /** Sends all chunks of a segment. */
    private record Contents(PushRecordsWriter out) implements ChunkConsumer {
        @Override
        public boolean wants(int position, int number) {
            return true;
        }

        @Override
        public void accept(int position, int number, byte[] source, int offset, int length) throws IOException {
            try {
                out.write(source, offset, length);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("The stream was cut while a segment was sent", e);
            }
        }
    }
}
