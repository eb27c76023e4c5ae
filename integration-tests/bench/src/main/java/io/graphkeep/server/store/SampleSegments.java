package io.graphkeep.server.store;

import io.graphkeep.server.catalog.store.NewSegmentRow;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Rows of segments as captures leave them, told by their numbers: a row of the same number is the same, and need not be kept.
 *
 * <p>Seven of ten are new from end to end, and lie in one run, or in two where a block ended; the others changed here and there, and
 * have taken over runs from up to six older packs.
 */
final class SampleSegments {
    private static final int CHUNKS = 64;
    private static final int CHUNK_BYTES = 4_600;
    private static final int BLOCKS = 40;
    private static final int MOST_OLD_RUNS = 12;
    private static final int MOST_OLD_PACKS = 5;

    private SampleSegments() {}

    static byte[] id(long number) {
        var random = new SplittableRandom(number * 0x9E3779B97F4A7C15L + 1);
        var id = ByteBuffer.allocate(32);
        for (var part = 0; part < 4; part++) {
            id.putLong(random.nextLong());
        }
        return id.array();
    }

    /**
     * Segment {@code number}, stored by a capture that fills the pack {@code data} now, and keeps descriptors in {@code metadata}.
     */
    static NewSegmentRow row(long number, long data, long metadata) {
        var random = new SplittableRandom(number);
        var chunks = CHUNKS / 2 + random.nextInt(CHUNKS);
        var descriptor = new Locator.Run(metadata, random.nextInt(BLOCKS), random.nextInt(200), 1);
        var runs = random.nextInt(10) < 7 ? fresh(random, data, chunks) : changed(random, data, chunks);
        var locator = new Locator(descriptor, runs);
        return new NewSegmentRow(id(number), (long) chunks * CHUNK_BYTES, chunks, locator.encode(), locator.packs());
    }

    private static List<Locator.Run> fresh(SplittableRandom random, long pack, int chunks) {
        var block = random.nextInt(BLOCKS);
        if (random.nextInt(4) > 0) {
            return List.of(new Locator.Run(pack, block, random.nextInt(160), chunks));
        }
        var before = 1 + random.nextInt(chunks - 1);
        return List.of(
                new Locator.Run(pack, block, 227 - before, before),
                new Locator.Run(pack, block + 1, 0, chunks - before));
    }

    private static List<Locator.Run> changed(SplittableRandom random, long pack, int chunks) {
        var old = new long[1 + random.nextInt(MOST_OLD_PACKS)];
        for (var at = 0; at < old.length; at++) {
            old[at] = Math.max(1, pack - 1 - random.nextLong(5_000));
        }
        var runs = new ArrayList<Locator.Run>();
        var left = chunks;
        for (var run = 1 + random.nextInt(MOST_OLD_RUNS); run > 1 && left > 2; run--) {
            var count = 1 + random.nextInt(left / 2);
            var from = run % 2 == 0 ? pack : old[random.nextInt(old.length)];
            runs.add(new Locator.Run(from, random.nextInt(BLOCKS), random.nextInt(160), count));
            left -= count;
        }
        runs.add(new Locator.Run(old[0], random.nextInt(BLOCKS), random.nextInt(160), left));
        return runs;
    }
}
