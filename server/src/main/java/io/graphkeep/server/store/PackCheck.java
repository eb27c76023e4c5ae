package io.graphkeep.server.store;

import io.graphkeep.server.catalog.store.PackMapper;
import io.graphkeep.server.catalog.store.PackRow;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.server.catalog.store.SegmentRow;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.SegmentId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Looks at one pack after the other: that it is there, that it holds what its index says, and that the segments whose rows
 * name it find their chunks in it.
 *
 * <p>One query a pack, none a chunk. The caller's session keeps the packs there. Not thread-safe.
 */
final class PackCheck implements AutoCloseable {
    private static final Comparator<Placed> BY_DESCRIPTOR = Comparator.<Placed>comparingLong(
                    placed -> placed.locator().descriptor().pack())
            .thenComparingInt(placed -> placed.locator().descriptor().block());

    private final StoreParts parts;
    private final CheckLevel level;
    private final @Nullable RoaringBitmap only;
    private final PatientReads reads;
    private final BlockScan scan;
    private final DescriptorReader descriptors;

    /** With a set of segments, nothing else is looked at, and no block that none of them needs. */
    PackCheck(StoreParts parts, CheckLevel level, @Nullable RoaringBitmap only, CheckWatch watch) {
        this.parts = parts;
        this.level = level;
        this.only = only;
        this.reads = new PatientReads(parts.backend());
        this.scan = new BlockScan(parts.backend(), watch);
        this.descriptors = new DescriptorReader(parts.packs());
    }

    /**
     * What came of a look.
     *
     * @param detail what is wrong with the object itself; null where nothing is
     * @param lost its blocks that cannot be read as they were written
     */
    record Outcome(PackRow pack, @Nullable String detail, Set<Integer> lost, List<SegmentHit> hits) {
        String object() {
            return ObjectNames.pack(pack.id()).value();
        }
    }

    private record Placed(SegmentRow row, Locator locator) {
        SegmentHit hit(@Nullable BitSet chunks, String object, String detail) {
            return new SegmentHit(row.number(), SegmentId.fromBytes(row.id()), row.locator(), chunks, object, detail);
        }
    }

    Outcome run(PackRow pack) throws IOException {
        var hits = new ArrayList<SegmentHit>();
        var placed = placed(pack, hits);
        try {
            var size = size(pack);
            return level.includes(CheckLevel.CONTENT)
                    ? content(pack, size, placed, hits)
                    : new Outcome(pack, null, Set.of(), hits);
        } catch (DamagedException e) {
            var detail = String.valueOf(e.getMessage());
            var object = ObjectNames.pack(pack.id()).value();
            placed.forEach(each -> hits.add(lost(pack, each, object, detail)));
            return new Outcome(pack, detail, Set.of(LostPlaces.ALL), hits);
        }
    }

    private List<Placed> placed(PackRow pack, List<SegmentHit> hits) {
        var placed = new ArrayList<Placed>();
        for (var row :
                parts.database().read(tx -> tx.mapper(SegmentMapper.class).inPack(pack.number()))) {
            if (only != null && !only.contains((int) row.number())) {
                continue;
            }
            try {
                placed.add(new Placed(row, Locator.decode(row.locator())));
            } catch (DamagedException e) {
                hits.add(new SegmentHit(
                        row.number(),
                        SegmentId.fromBytes(row.id()),
                        row.locator(),
                        null,
                        SegmentHit.CATALOG,
                        "The place of segment number " + row.number() + " cannot be read: " + e.getMessage()));
            }
        }
        placed.sort(BY_DESCRIPTOR);
        return placed;
    }

    private long size(PackRow pack) throws IOException {
        var name = ObjectNames.pack(pack.id());
        var info = reads.of(name, () -> parts.backend().stat(name));
        if (info.isEmpty()) {
            var missing = new DamagedException("The object " + name + " is missing.");
            reads.requireStore(missing);
            throw missing;
        }
        var written = pack.size();
        if (written != null && info.get().size() != written) {
            throw new DamagedException(
                    "The object " + name + " has " + info.get().size() + " bytes, and " + written + " were written.");
        }
        return info.get().size();
    }

    private Outcome content(PackRow pack, long size, List<Placed> placed, List<SegmentHit> hits) throws IOException {
        var cipher = parts.key().cipher(ObjectNames.pack(pack.id()));
        var index = reads.of(cipher.name(), () -> PackReaders.index(parts.backend(), cipher, pack.id(), size, true));
        var bad = scan.run(cipher, index, wanted(pack, index, placed));
        for (var each : placed) {
            var hit = hit(pack, index, bad, each);
            if (hit != null) {
                hits.add(hit);
            }
        }
        return new Outcome(pack, bad.isEmpty() ? null : sentence(bad), bad.keySet(), hits);
    }

    private BitSet wanted(PackRow pack, PackIndex index, List<Placed> placed) {
        var wanted = new BitSet();
        if (only == null) {
            wanted.set(0, index.blocks().size());
            return wanted;
        }
        for (var each : placed) {
            want(wanted, pack, index, each.locator().descriptor());
            each.locator().runs().forEach(run -> want(wanted, pack, index, run));
        }
        return wanted;
    }

    private static void want(BitSet wanted, PackRow pack, PackIndex index, Locator.Run run) {
        if (run.pack() == pack.number() && run.block() < index.blocks().size()) {
            wanted.set(run.block());
        }
    }

    private @Nullable SegmentHit hit(PackRow pack, PackIndex index, Map<Integer, BlockScan.BadBlock> bad, Placed placed)
            throws IOException {
        var object = ObjectNames.pack(pack.id()).value();
        var list = placed.locator().descriptor();
        if (list.pack() == pack.number()) {
            var why = wrong(index, bad, list.block(), list.first());
            if (why != null) {
                return placed.hit(null, bad.containsKey(list.block()) ? object : SegmentHit.CATALOG, why);
            }
        }
        if (placed.locator().runs().stream().noneMatch(run -> run.pack() == pack.number())) {
            return null;
        }
        DescriptorReader.Found found;
        try {
            found = reads.of(ObjectNames.pack(pack.id()), () -> descriptors.read(placed.row()));
        } catch (DamagedException | FormatException e) {
            return placed.hit(null, nameOf(list.pack()), String.valueOf(e.getMessage()));
        }
        return lostChunks(pack, index, bad, placed, found);
    }

    private static @Nullable SegmentHit lostChunks(
            PackRow pack,
            PackIndex index,
            Map<Integer, BlockScan.BadBlock> bad,
            Placed placed,
            DescriptorReader.Found found) {
        var lost = new BitSet();
        var comparison = new ChunkComparison(index, found.segment());
        String first = null;
        var object = SegmentHit.CATALOG;
        var chunk = 0;
        for (var run : found.locator().runs()) {
            for (var i = 0; run.pack() == pack.number() && i < run.count(); i++) {
                var why = wrong(index, bad, run.block(), run.first() + i);
                if (why == null && !comparison.isSame(run.block(), run.first() + i, chunk + i)) {
                    why = "The place of segment number " + placed.row().number() + " is that of other chunks.";
                }
                if (why != null) {
                    lost.set(chunk + i);
                    object = bad.containsKey(run.block())
                            ? ObjectNames.pack(pack.id()).value()
                            : object;
                    first = first == null ? why : first;
                }
            }
            chunk += run.count();
        }
        return first == null ? null : placed.hit(lost, object, first);
    }

    /** Why there is no good chunk at a place; null where there is one. */
    private static @Nullable String wrong(PackIndex index, Map<Integer, BlockScan.BadBlock> bad, int block, int chunk) {
        if (block >= index.blocks().size() || chunk >= index.blocks().get(block).chunks()) {
            return "A locator names chunk " + chunk + " of block " + block + ", which the pack does not have.";
        }
        var found = bad.get(block);
        return found == null || !found.chunks().get(chunk) ? null : found.detail();
    }

    /** Of a pack that is lost as a whole, a segment has lost the chunks that lay there, and its list if that did. */
    private static SegmentHit lost(PackRow pack, Placed placed, String object, String detail) {
        if (placed.locator().descriptor().pack() == pack.number()) {
            return placed.hit(null, object, detail);
        }
        var lost = new BitSet();
        var chunk = 0;
        for (var run : placed.locator().runs()) {
            if (run.pack() == pack.number()) {
                lost.set(chunk, chunk + run.count());
            }
            chunk += run.count();
        }
        return placed.hit(lost, object, detail);
    }

    private String nameOf(long number) {
        var rows = parts.database().read(tx -> tx.mapper(PackMapper.class).find(new long[] {number}));
        return rows.isEmpty()
                ? SegmentHit.CATALOG
                : ObjectNames.pack(rows.getFirst().id()).value();
    }

    private static String sentence(Map<Integer, BlockScan.BadBlock> bad) {
        var first = bad.values().iterator().next().detail();
        return bad.size() == 1 ? first : first + " " + (bad.size() - 1) + " more of its blocks are damaged.";
    }

    @Override
    public void close() {
        scan.close();
    }
}
