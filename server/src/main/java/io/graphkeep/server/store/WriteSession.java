package io.graphkeep.server.store;

import io.graphkeep.format.v1.Manifest;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.store.SegmentRow;
import io.graphkeep.server.catalog.store.SessionState;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.Kind;
import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentId;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Writes one snapshot: takes over what is there, stores what is not, and makes all of it visible in one commit.
 *
 * <p>Nothing of it is seen by anyone before {@link #commit} returns, and nothing if it does not: a session that is closed, or
 * whose lease has run out, is ABORTED, and what it wrote is left to the cleanup. Not thread-safe; the compressing, encrypting
 * and writing goes on in the store's own threads.
 */
public final class WriteSession implements AutoCloseable {
    /** Chunks that the session remembers the places of: some 16 MB. */
    static final int REMEMBERED_CHUNKS = 1 << 18;

    private final UUID id;
    private final StoreParts parts;
    private final Parent parent;
    private final RoaringBitmap own;
    private final RoaringBitmap taken = new RoaringBitmap();
    private final RoaringBitmap toCheck = new RoaringBitmap();
    private final OwnHistory history;
    private final PackedChunks chunks;
    private final SegmentIndex index;
    private final SegmentStage stage;
    private final ParentTakes fromParent;
    private final DescriptorReader descriptors;
    private final DamageSince damage;
    private final SnapshotCommit commit;
    private final boolean outlives;
    private boolean ended;

    /**
     * A session whose row is there.
     *
     * @param room what it may hold in memory
     * @param rememberedChunks how many chunks it remembers the places of; some 60 bytes each
     */
    WriteSession(
            UUID id,
            WriteRequest request,
            Parent parent,
            StoreParts parts,
            ExecutorService puts,
            WriteRoom room,
            int rememberedChunks,
            SessionStart start) {
        this.id = id;
        this.outlives = start.outlives();
        this.own = start.staged();
        this.damage = start.damage();
        this.parts = parts;
        this.parent = parent;
        this.index = new SegmentIndex(parts.database(), id);
        this.history = new OwnHistory(parts.database(), request.graphUid(), parent);
        this.stage = new SegmentStage(parts.database(), id, own);
        this.fromParent = new ParentTakes(parts.database(), index, parent, this::refer);
        this.descriptors = new DescriptorReader(parts.packs());
        var packs = new SessionPacks(id, parts, room, request.stored());
        this.chunks = new PackedChunks(packs, puts, room, rememberedChunks, start);
        this.commit = new SnapshotCommit(id, request, parts, damage);
    }

    /** The session's id, which the row of the snapshot that it writes names. */
    public UUID id() {
        return id;
    }

    /** Whether a segment is there and could be taken over. */
    public boolean has(SegmentId segment) {
        return stage.isWaiting(segment)
                || index.find(List.of(segment), parent.segments()).containsKey(segment);
    }

    /** Makes a segment that is there part of the snapshot; false if it is not there, and its chunks are wanted. */
    public boolean take(SegmentId segment) {
        return take(List.of(segment)).contains(segment);
    }

    /** Makes those segments part of the snapshot that are there, and returns them. */
    public Set<SegmentId> take(Collection<SegmentId> segments) {
        var there = new HashSet<SegmentId>();
        var unknown = new HashSet<SegmentId>();
        segments.forEach(segment -> (stage.isWaiting(segment) ? there : unknown).add(segment));
        index.find(unknown, parent.segments()).forEach((segment, row) -> {
            there.add(segment);
            refer(row);
        });
        return there;
    }

    /** Makes segments of content part of the snapshot, in this order, and stores what of them is not there. */
    public void add(List<NewSegment> segments, Neighbours neighbours) throws IOException {
        add(segments, neighbours, false);
    }

    /** Makes a segment of the tree part of the snapshot, and stores what of it is not there. */
    public void addTree(NewSegment segment, Neighbours neighbours) throws IOException {
        add(List.of(segment), neighbours, true);
    }

    /**
     * Makes a segment part of the snapshot that the parent has; what is wrong with that shows when it is settled, at the
     * latest by the commit.
     */
    public void takeOfParent(SegmentId segment) {
        fromParent.add(segment);
    }

    /** Makes all segments of the parent part of the snapshot, because the snapshot's tree is the parent's. */
    public void takeAllOfParent() {
        fromParent.addAll();
    }

    /** Whether all that was taken of the parent is there; if not, this session is of no more use. */
    public boolean settle() {
        return fromParent.settle();
    }

    /**
     * Stores a chunk before the segment is known that it is part of. The segment must follow soon: its bytes are not asked
     * for again as long as the chunk is among the newest.
     *
     * @param ids where the chunk's id stands, as the chunk'th one
     */
    public void storeAhead(byte[] ids, int chunk, int length, Kind kind, SegmentBytes bytes) throws IOException {
        chunks.storeAhead(ids, chunk, length, kind, bytes);
    }

    /**
     * The list of a segment that is there, or nothing if it is not, or cannot be read. From then on its chunks are known, and
     * a new segment that has some of them does not store them again: read those of the parent that lie around what comes next.
     */
    public Optional<Segment> descriptor(SegmentId segment) throws IOException {
        return Optional.ofNullable(descriptors(List.of(segment)).get(segment));
    }

    /** The lists of those segments that are there and can be read, as {@link #descriptor} gives them, looked up together. */
    public Map<SegmentId, Segment> descriptors(Collection<SegmentId> segments) throws IOException {
        var lists = new HashMap<SegmentId, Segment>();
        for (var row : index.find(segments, parent.segments()).values()) {
            try {
                var found = descriptors.read(row);
                chunks.remember(found.segment(), found.locator());
                lists.put(found.segment().id(), found.segment());
            } catch (DamagedException | FormatException e) {
                // Its content is in the source still: it is stored anew.
                parts.damage().found(row, e);
            }
        }
        return lists;
    }

    /** Bytes of chunks that the graph's own snapshots did not have; that another graph had them shows nowhere. */
    public long newBytes() {
        return chunks.newBytes();
    }

    /**
     * Makes those segments part of the snapshot that the graph's own snapshots refer to or that this session has stored, and
     * returns them: nothing is told of what only others have, and nothing else is done for it than for what nobody has.
     */
    Set<SegmentId> takeOwn(Collection<SegmentId> segments) throws IOException {
        var there = new HashSet<SegmentId>();
        var unknown = new HashSet<SegmentId>();
        segments.forEach(segment -> (stage.isWaiting(segment) ? there : unknown).add(segment));
        var graph = history.segments();
        for (var row :
                index.find(unknown, parent.segments(), row -> isOwn(row, graph)).values()) {
            there.add(SegmentId.fromBytes(row.id()));
            refer(row);
        }
        return there;
    }

    /** Where the chunk lies whose id stands there, as the chunk'th one; null where it is to be stored. */
    public @Nullable ChunkPlace placeOf(byte[] ids, int chunk) {
        return chunks.find(ids, chunk);
    }

    /** Makes sure that it is known where a chunk lies, for the segment of it that is added next. */
    public void remember(Segment segment, int chunk, ChunkPlace place) {
        chunks.remember(segment, chunk, place);
    }

    /** Begins to make durable all that was added so far. */
    CompletableFuture<Void> makeDurable() {
        stage.flush();
        return chunks.turnOver();
    }

    /** Ends the packs, so that all that was added can be read. */
    void finishPacks() {
        var _ = chunks.finish();
        stage.flush();
    }

    /** Reads a snapshot of what this session has stored and what the graph has; ends with this session. */
    ReadSession reader(Manifest manifest) throws IOException {
        var graph = history.segments();
        var finder = new SegmentFinder(
                ids -> index.usable(ids, row -> isOwn(row, graph)),
                parts.packs(),
                parts.damage(),
                graph,
                SegmentFinder.FEW);
        var snapshot = UUID.fromString(manifest.getSnapshotId());
        return new ReadSession(id, snapshot, manifest, finder, parts.packs(), parts.readers(), parts.sessions());
    }

    /** Forgets what the snapshot refers to, for it to be said anew; returns what this session has stored. */
    RoaringBitmap forgetReferences() {
        var stored = own.clone();
        own.clear();
        taken.clear();
        toCheck.clear();
        return stored;
    }

    /** Makes segments part of the snapshot that this session has stored or the graph has; false where one is neither. */
    boolean refer(Set<SegmentId> segments, RoaringBitmap stored) throws IOException {
        var graph = history.segments();
        var rows = index.find(
                segments,
                parent.segments(),
                row -> stored.contains(Math.toIntExact(row.number())) || isOwn(row, graph));
        for (var row : rows.values()) {
            if (row.sessionId().equals(id)) {
                own.add(Math.toIntExact(row.number()));
            } else {
                refer(row);
            }
        }
        return rows.size() == segments.size();
    }

    /** Prolongs the lease; STALE_SESSION if the session has ended. */
    public void renew() {
        parts.sessions().renew(id);
    }

    /**
     * Makes the snapshot durable and visible. Its row must be there, CREATING, with this session's id.
     *
     * @param inSameTransaction does what must be true together with the commit; run last, possibly not at all
     */
    public CommittedSnapshot commit(Manifest manifest, SnapshotTotals totals, Consumer<Transaction> inSameTransaction)
            throws IOException {
        if (ended) {
            throw StoreFailures.stale(id);
        }
        var stored = chunks.finish();
        stage.flush();
        if (!settle()) {
            throw SnapshotCommit.gone();
        }
        taken.or(fromParent.whole());
        var segments = RoaringBitmap.or(own, taken);
        requireTree(manifest, segments);
        var packs =
                chunks.otherPacks().stream().mapToLong(Long::longValue).sorted().toArray();
        var references = new SnapshotCommit.References(own, taken, toCheck, packs, parent);
        var committed = commit.run(manifest, totals, references, chunks.newBytes(), stored, inSameTransaction);
        ended = true;
        parts.sessions().forget(id);
        parts.records().putPending();
        if (commit.hasHealed()) {
            parts.damage().settleHealed();
        }
        return committed;
    }

    /**
     * Ends the session without a snapshot: what it stored takes the place of what is damaged, where it is the same. The rest
     * of it counts too, for the next capture to find, or for the cleanup.
     *
     * @param inSameTransaction does what must be true together with it; run last, possibly not at all
     * @return how many of the lost chunks are whole again
     */
    public long heal(RepairNeed need, Consumer<Transaction> inSameTransaction) throws IOException {
        if (ended) {
            throw StoreFailures.stale(id);
        }
        var _ = chunks.finish();
        stage.flush();
        if (!settle()) {
            throw SnapshotCommit.gone();
        }
        var healing = new Healing(id, parts, damage);
        var places = healing.places(RoaringBitmap.or(own, taken), need.wanted());
        var healed = healing.run(need, places, own, chunks.otherPacks(), inSameTransaction);
        ended = true;
        parts.sessions().forget(id);
        parts.damage().settleHealed();
        return healed;
    }

    /** Leaves the session open, for whoever goes on with it. */
    void detach() {
        if (!ended) {
            renew();
            leave();
        }
    }

    /** The same without a word to the catalog: its lease ends when it would. */
    void leave() {
        if (!ended) {
            ended = true;
            parts.sessions().leave(id);
        }
    }

    /** Ends the session. Without a commit before, nothing of it counts. */
    @Override
    public void close() {
        if (!ended) {
            ended = true;
            parts.sessions().end(id, SessionState.ABORTED);
        }
    }

    /** A row that the snapshot may refer to though its content was not sent: the graph's own snapshots do, or this session has it. */
    private boolean isOwn(SegmentRow row, RoaringBitmap graph) {
        return row.sessionId().equals(id) || graph.contains(Math.toIntExact(row.number()));
    }

    private void add(List<NewSegment> segments, Neighbours neighbours, boolean tree) throws IOException {
        var unknown = segments.stream()
                .map(next -> next.segment().id())
                .filter(segment -> !stage.isWaiting(segment))
                .toList();
        var found = index.find(unknown, parent.segments());
        var stored = new HashSet<SegmentId>();
        for (var next : segments) {
            var segment = next.segment();
            var row = found.get(segment.id());
            var locator = place(segment, row);
            if (row != null && locator != null) {
                takeOver(segment, row, locator);
            } else if (!stage.isWaiting(segment.id()) && stored.add(segment.id())) {
                if (stored.size() == 1) {
                    neighbours.learn();
                }
                stage.add(segment, chunks.store(segment, next.bytes(), tree));
            }
        }
    }

    /** Takes over a segment that is there. What only other graphs have is new to this one, and counted as if it were stored. */
    private void takeOver(Segment segment, SegmentRow row, Locator locator) throws IOException {
        var known =
                taken.contains(Math.toIntExact(row.number())) || row.sessionId().equals(id);
        if (known || history.holds(row.number())) {
            refer(row);
            return;
        }
        chunks.count(segment, locator);
        if (outlives) {
            stageForeign(segment, locator);
        } else {
            refer(row);
        }
    }

    /** Where a segment lies; null where what the catalog says of that cannot be. */
    private static @Nullable Locator place(Segment segment, @Nullable SegmentRow row) throws IOException {
        var locator = row == null ? null : Locator.decode(row.locator());
        return locator != null && locator.chunks() == segment.size() ? locator : null;
    }

    /** In a session that may be gone on with elsewhere what was sent must be known as its own, whoever has it too. */
    private void stageForeign(Segment segment, Locator locator) {
        for (var pack : locator.packs()) {
            chunks.otherPacks().add(pack);
        }
        stage.add(segment, locator);
    }

    private void refer(SegmentRow row) {
        var number = Math.toIntExact(row.number());
        taken.add(number);
        if (!row.sessionId().equals(id) && !parent.segments().contains(number)) {
            toCheck.add(number);
        }
    }

    /** A manifest that names a segment which is not part of the snapshot would be a snapshot with a hole. */
    private void requireTree(Manifest manifest, RoaringBitmap segments) {
        var ids = new HashSet<SegmentId>();
        manifest.getTreeSegmentIdsList().forEach(tree -> ids.add(SegmentId.fromBytes(tree.toByteArray())));
        var found = index.find(ids, segments);
        for (var tree : ids) {
            var row = found.get(tree);
            if (row == null) {
                throw SnapshotCommit.gone();
            }
            if (!segments.contains(Math.toIntExact(row.number()))) {
                throw new IllegalStateException("The manifest names tree segment " + tree + ", which was not stored");
            }
        }
    }
}
