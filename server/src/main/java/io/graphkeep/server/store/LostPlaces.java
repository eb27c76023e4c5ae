package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.store.CheckMapper;
import io.graphkeep.server.catalog.store.CollectorMapper;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Blocks that were found damaged, as far as that is known: where it is not, all that the segment named which could not be read. */
final class LostPlaces {
    /** Stands for all blocks of a pack. */
    static final int ALL = -1;

    private record Block(long pack, int number) {}

    private final Set<Block> blocks = new LinkedHashSet<>();

    static LostPlaces of(byte[] locator, IOException damage) {
        var lost = new LostPlaces();
        if (damage instanceof DamagedBlockException block) {
            lost.blocks.add(new Block(block.pack(), block.isWholePack() ? ALL : block.block()));
            return lost;
        }
        lost.addAll(locator);
        return lost;
    }

    static LostPlaces of(Collection<SegmentHit> hits) {
        var lost = new LostPlaces();
        for (var hit : hits) {
            lost.add(hit);
        }
        return lost;
    }

    /** More blocks of a pack, or {@link #ALL} of them; what lies there now does not matter. */
    void add(long pack, Set<Integer> numbers) {
        numbers.forEach(number -> blocks.add(new Block(pack, number)));
    }

    boolean isEmpty() {
        return blocks.isEmpty();
    }

    /**
     * Sessions that are open now do not commit what names them, and their packs are written anew once nothing that lives is
     * hit; for who holds the commit lock alone.
     */
    void note(Transaction tx) {
        if (!blocks.isEmpty()) {
            var packs = blocks.stream().mapToLong(Block::pack).toArray();
            tx.mapper(CheckMapper.class)
                    .noteDamaged(packs, blocks.stream().mapToInt(Block::number).toArray());
            tx.mapper(CollectorMapper.class).thin(packs);
        }
    }

    private void add(SegmentHit hit) {
        var chunks = hit.chunks();
        if (chunks == null) {
            addAll(hit.locator());
            return;
        }
        try {
            var locator = Locator.decode(hit.locator());
            chunks.stream().filter(chunk -> chunk < locator.chunks()).forEach(chunk -> add(locator.place(chunk)));
        } catch (DamagedException e) {
            // Where it lay is not known.
            return;
        }
    }

    private void addAll(byte[] bytes) {
        try {
            var locator = Locator.decode(bytes);
            add(locator.descriptor());
            locator.runs().forEach(this::add);
        } catch (DamagedException e) {
            // Where it lay is not known.
            return;
        }
    }

    private void add(Locator.Run run) {
        blocks.add(new Block(run.pack(), run.block()));
    }
}
