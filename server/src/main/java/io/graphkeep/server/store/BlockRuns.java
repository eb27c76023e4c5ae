package io.graphkeep.server.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Blocks sorted by pack and place, read in runs by several threads: what lies close together comes in one read.
 *
 * <p>A damaged block or chunk is set aside with its reason, and the others go on; any other failure ends all.
 */
final class BlockRuns<T> {
    /** Blocks of a pack that one thread takes at a time. */
    private static final int BLOCKS_AT_ONCE = 8;

    /** What is read and not wanted, so that two blocks come in one read. */
    private static final int BRIDGED_BYTES = 128 << 10;

    private final PackReaders packs;
    private final ReadWorkers workers;
    private final Queue<Damaged<T>> damaged = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private Map<Long, TreeMap<Integer, WantedBlock<T>>> wanted = new TreeMap<>();
    private CountDownLatch running = new CountDownLatch(0);
    private volatile boolean ended;

    BlockRuns(PackReaders packs, ReadWorkers workers) {
        this.packs = packs;
        this.workers = workers;
    }

    /** A chunk that is not where its locator says, or not what it should be. */
    record Damaged<T>(WantedBlock.Chunk<T> chunk, DamagedException cause) {}

    void add(DescriptorReader.Found found, int index, T target) {
        var place = found.locator().place(index);
        wanted.computeIfAbsent(place.pack(), pack -> new TreeMap<>())
                .computeIfAbsent(place.block(), block -> new WantedBlock<>(place.pack(), block))
                .add(new WantedBlock.Chunk<>(place.first(), found, index, target));
    }

    /** Begins to read all that was added since the last time; nothing runs of that any more. */
    void start(ChunkBatch.Taker<T> taker) {
        var runs = new ArrayList<List<WantedBlock<T>>>();
        for (var pack : wanted.values()) {
            var blocks = List.copyOf(pack.values());
            for (var at = 0; at < blocks.size(); at += BLOCKS_AT_ONCE) {
                runs.add(blocks.subList(at, Math.min(blocks.size(), at + BLOCKS_AT_ONCE)));
            }
        }
        wanted = new TreeMap<>();
        var left = new CountDownLatch(runs.size());
        running = left;
        runs.forEach(run -> workers.submit(desk -> {
            try {
                read(run, desk, taker);
            } catch (IOException | RuntimeException | Error e) {
                // Told to the one who waits; a thread of the store has nobody else to tell.
                failure.compareAndSet(null, e);
                ended = true;
            } finally {
                left.countDown();
            }
        }));
    }

    /** Waits for all that was begun. What is damaged can be added anew, from elsewhere. */
    List<Damaged<T>> await() throws IOException {
        var interrupted = awaitRunning();
        switch (failure.get()) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Throwable e -> throw new IllegalStateException("A thread of the store failed", e);
        }
        if (interrupted) {
            throw new InterruptedIOException("The reading was interrupted");
        }
        var result = List.copyOf(damaged);
        damaged.clear();
        return result;
    }

    void abandon() {
        ended = true;
        var _ = awaitRunning();
    }

    /** Whoever waits may close next what the threads use: so it waits for them even when it is interrupted. */
    private boolean awaitRunning() {
        var interrupted = false;
        while (true) {
            try {
                running.await();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
                ended = true;
            }
        }
    }

    private void read(List<WantedBlock<T>> run, ReadWorkers.Desk desk, ChunkBatch.Taker<T> taker) throws IOException {
        if (ended) {
            return;
        }
        var at = 0;
        while (at < run.size() && !ended) {
            var end = end(run, at);
            range(run.subList(at, end), desk, taker);
            at = end;
        }
    }

    /** How far one read reaches. A pack or a block that is not there is met again when it is read. */
    private int end(List<WantedBlock<T>> run, int from) throws IOException {
        try {
            var pack = packs.pack(run.get(from).pack());
            var first = pack.block(run.get(from).number());
            var last = first.offset() + first.storedBytes();
            for (var at = from + 1; at < run.size(); at++) {
                var block = pack.block(run.get(at).number());
                var next = block.offset() + block.storedBytes();
                if (block.offset() - last > BRIDGED_BYTES || next - first.offset() > ReadWorkers.RANGE_BYTES) {
                    return at;
                }
                last = next;
            }
            return run.size();
        } catch (DamagedException e) {
            return from + 1;
        }
    }

    private void range(List<WantedBlock<T>> blocks, ReadWorkers.Desk desk, ChunkBatch.Taker<T> taker)
            throws IOException {
        PackReaders.OpenPack pack;
        long start;
        try {
            pack = packs.pack(blocks.getFirst().pack());
            var last = pack.block(blocks.getLast().number());
            start = pack.block(blocks.getFirst().number()).offset();
            packs.read(pack, start, desk.range(), (int) (last.offset() + last.storedBytes() - start));
        } catch (DamagedException e) {
            if (blocks.size() == 1) {
                setAside(blocks.getFirst(), e);
                return;
            }
            for (var at = 0; at < blocks.size(); at++) {
                range(blocks.subList(at, at + 1), desk, taker);
            }
            return;
        }
        for (var block : blocks) {
            block(pack, block, start, desk, taker);
        }
    }

    private void block(
            PackReaders.OpenPack pack,
            WantedBlock<T> wantedBlock,
            long start,
            ReadWorkers.Desk desk,
            ChunkBatch.Taker<T> taker)
            throws IOException {
        if (ended) {
            return;
        }
        PackIndex.Block block;
        byte[] plain;
        try {
            block = pack.block(wantedBlock.number());
            plain = desk.opener()
                    .open(pack.cipher(), wantedBlock.number(), block, desk.range(), (int) (block.offset() - start));
        } catch (DamagedException e) {
            setAside(wantedBlock, e);
            return;
        }
        var where = pack.cipher().name().toString();
        var pieces = wantedBlock.verified(
                block, plain, desk.digest(), where, (chunk, cause) -> damaged.add(new Damaged<>(chunk, cause)));
        if (!pieces.isEmpty()) {
            taker.take(plain, pieces);
        }
    }

    private void setAside(WantedBlock<T> block, DamagedException cause) {
        var damage = new DamagedBlockException(block.place(0), cause);
        block.chunks().forEach(chunk -> damaged.add(new Damaged<>(chunk, damage)));
    }
}
