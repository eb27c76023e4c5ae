package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.rebuild.PlaceRow;
import io.graphkeep.server.catalog.rebuild.RebuildMapper;
import io.graphkeep.transfer.ChunkId;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lists of segments as the packs hold them, and the places of their chunks as the packs' indexes say. */
final class PlacedLists {
    private static final int BATCH = 5_000;
    /** The number of no pack: what lies there is missing. */
    private static final Locator.Run NOWHERE = new Locator.Run(0, 0, 0, 1);

    private final Database database;
    private final PackReaders packs;
    private final Findings findings;

    PlacedLists(Database database, PackReaders packs, Findings findings) {
        this.database = database;
        this.packs = packs;
        this.findings = findings;
    }

    /** A segment's list and its place. */
    record ReadList(Segment segment, Locator.Run place) {}

    /** A list with the places of its chunks; not whole where the store has lost some of them. */
    record Placed(Segment segment, Locator locator, boolean whole) {
        long[] packs() {
            return named(locator);
        }
    }

    /** The locator of a segment of which nothing is left but its id. */
    static Locator nowhere() {
        return new Locator(NOWHERE, List.of(NOWHERE));
    }

    /** The packs that a locator names, those of the store alone. */
    static long[] named(Locator locator) {
        var all = locator.packs();
        return all.length > 0 && all[0] == NOWHERE.pack() ? java.util.Arrays.copyOfRange(all, 1, all.length) : all;
    }

    /** The chunks of which no place is known; nothing where all have one, or the list itself has none. */
    static Optional<BitSet> placeless(Locator locator) {
        var chunks = new BitSet();
        var chunk = 0;
        for (var run : locator.runs()) {
            if (run.pack() == NOWHERE.pack()) {
                chunks.set(chunk, chunk + run.count());
            }
            chunk += run.count();
        }
        return chunks.isEmpty() || locator.descriptor().pack() == NOWHERE.pack()
                ? Optional.empty()
                : Optional.of(chunks);
    }

    /** Reads the list that lies there, or nothing where it is damaged. */
    Optional<ReadList> read(PlaceRow row) throws IOException {
        var id = SegmentId.fromBytes(row.id());
        var place = new Locator.Run(row.pack(), row.block(), row.chunk(), 1);
        try {
            var block = packs.block(place);
            var start = block.start(place);
            var bytes = java.util.Arrays.copyOfRange(block.bytes(), start, start + block.length(place));
            return Optional.of(new ReadList(Segment.parse(id, bytes), place));
        } catch (DamagedException | FormatException e) {
            findings.add("The list of segment " + id + " in " + packs.describe(row.pack()) + " cannot be read: "
                    + e.getMessage());
            return Optional.empty();
        }
    }

    /** The first whole list of a segment at any of its places. */
    Optional<ReadList> find(SegmentId id) throws IOException {
        for (var row : database.read(tx -> tx.mapper(RebuildMapper.class).placesOfList(id.toBytes()))) {
            var list = read(row);
            if (list.isPresent()) {
                return list;
            }
        }
        return Optional.empty();
    }

    /** Finds the places of the chunks of all these lists. */
    List<Placed> place(Collection<ReadList> lists) {
        var wanted = new LinkedHashSet<ChunkId>();
        for (var list : lists) {
            for (var i = 0; i < list.segment().size(); i++) {
                wanted.add(list.segment().chunkId(i));
            }
        }
        var places = places(List.copyOf(wanted));
        return lists.stream().map(list -> place(list, places)).toList();
    }

    /** Whether every chunk can be read where it is said to lie, and is what it should be. */
    boolean isReadable(Placed placed) throws IOException {
        for (var i = 0; i < placed.segment().size(); i++) {
            try {
                var place = placed.locator().place(i);
                var block = packs.block(place);
                var chunk = ChunkId.of(block.bytes(), block.start(place), block.length(place));
                if (!chunk.equals(placed.segment().chunkId(i))) {
                    return false;
                }
            } catch (DamagedException e) {
                findings.add("Segment " + placed.segment().id() + " stays damaged: " + e.getMessage());
                return false;
            }
        }
        return true;
    }

    private Placed place(ReadList list, Map<ChunkId, PlaceRow> places) {
        var builder = new Locator.Builder();
        var missing = 0;
        @Nullable ChunkId first = null;
        for (var i = 0; i < list.segment().size(); i++) {
            var chunk = list.segment().chunkId(i);
            var place = places.get(chunk);
            if (place == null) {
                missing++;
                first = first == null ? chunk : first;
                builder.add(NOWHERE.pack(), NOWHERE.block(), NOWHERE.first());
                continue;
            }
            builder.add(place.pack(), place.block(), place.chunk());
        }
        if (missing > 0) {
            findings.add("Segment " + list.segment().id() + " has lost " + missing + " of its "
                    + list.segment().size() + " chunks, " + first + " the first of them: no pack that can be read has"
                    + " them.");
        }
        return new Placed(list.segment(), builder.build(list.place()), missing == 0);
    }

    private Map<ChunkId, PlaceRow> places(List<ChunkId> chunks) {
        var places = new HashMap<ChunkId, PlaceRow>();
        for (var from = 0; from < chunks.size(); from += BATCH) {
            var batch = new ArrayList<>(chunks.subList(from, Math.min(chunks.size(), from + BATCH)));
            var ids = batch.stream().map(ContentId::toBytes).toArray(byte[][]::new);
            database.read(tx -> tx.mapper(RebuildMapper.class).places(ids, false))
                    .forEach(row -> places.put(ChunkId.fromBytes(row.id()), row));
        }
        return places;
    }
}
