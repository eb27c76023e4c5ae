package io.graphkeep.server.store;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Where a segment's descriptor and chunks lie: runs of consecutive chunks of one block.
 *
 * @param descriptor the one place of the descriptor
 * @param runs the places of the chunks, in the segment's order; their counts add up to the segment's chunks
 */
record Locator(Run descriptor, List<Run> runs) {
    private static final int VERSION = 1;
    private static final int MOST_RUNS = 256;

    /** Chunks that follow each other in a block, told by the pack's number in the catalog. */
    record Run(long pack, int block, int first, int count) {}

    Locator {
        runs = List.copyOf(runs);
    }

    int chunks() {
        return runs.stream().mapToInt(Run::count).sum();
    }

    /** The numbers of all packs that it names, each once, ascending. */
    long[] packs() {
        var packs = new TreeSet<Long>();
        packs.add(descriptor.pack());
        runs.forEach(run -> packs.add(run.pack()));
        return packs.stream().mapToLong(Long::longValue).toArray();
    }

    /** Where one chunk of the segment lies, as a run of one. */
    Run place(int chunk) {
        var rest = chunk;
        for (var run : runs) {
            if (rest < run.count()) {
                return new Run(run.pack(), run.block(), run.first() + rest, 1);
            }
            rest -= run.count();
        }
        throw new IndexOutOfBoundsException("The locator has no chunk " + chunk);
    }

    byte[] encode() {
        var out = new NumberWriter();
        out.write(VERSION);
        out.write(descriptor.pack());
        out.write(descriptor.block());
        out.write(descriptor.first());
        out.write(runs.size());
        var pack = descriptor.pack();
        for (var run : runs) {
            out.write(Numbers.folded(run.pack() - pack));
            out.write(run.block());
            out.write(run.first());
            out.write(run.count());
            pack = run.pack();
        }
        return out.toByteArray();
    }

    static Locator decode(byte[] bytes) throws DamagedException {
        var in = new Numbers(bytes, 0, bytes.length);
        if (in.next() != VERSION) {
            throw new DamagedException("A locator is of an unknown version.");
        }
        var descriptor = new Run(in.next(), block(in), chunk(in), 1);
        var count = in.next(1, MOST_RUNS);
        var runs = new ArrayList<Run>(count);
        var pack = descriptor.pack();
        for (var i = 0; i < count; i++) {
            pack += Numbers.unfolded(in.next());
            runs.add(new Run(pack, block(in), chunk(in), in.next(1, MOST_RUNS)));
        }
        if (!in.isAtEnd()) {
            throw new DamagedException("A locator goes on after its end.");
        }
        return new Locator(descriptor, runs);
    }

    private static int block(Numbers in) throws DamagedException {
        return in.next(0, StoreFormat.MAX_BLOCKS);
    }

    private static int chunk(Numbers in) throws DamagedException {
        return in.next(0, StoreFormat.MAX_BLOCK_BYTES);
    }

    /** Collects places one chunk at a time and joins those that follow each other. */
    static final class Builder {
        private final List<Run> runs = new ArrayList<>();

        void add(long pack, int block, int chunk) {
            var last = runs.isEmpty() ? null : runs.getLast();
            if (last != null && last.pack() == pack && last.block() == block && last.first() + last.count() == chunk) {
                runs.set(runs.size() - 1, new Run(pack, block, last.first(), last.count() + 1));
                return;
            }
            runs.add(new Run(pack, block, chunk, 1));
        }

        Locator build(Run descriptor) {
            return new Locator(descriptor, runs);
        }
    }
}
