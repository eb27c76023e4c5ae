package io.graphkeep.server.store;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.transfer.SegmentId;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chunks of a snapshot that are read together, in the order in which they lie: every block once, on several threads, each
 * chunk verified before it is given.
 *
 * <p>Add, {@link #start}, then {@link #await} or {@link #abandon}, all by one thread. Its memory grows with what was added,
 * some 200 bytes a chunk, and never with the content. After {@link #await} or {@link #abandon} nothing of it runs any more.
 */
public final class ChunkBatch<T> {
    private final ReadSession session;
    private final BlockRuns<T> runs;
    private int size;
    private int turns;
    private Locator.@Nullable Run last;
    private @Nullable Taker<T> taker;

    ChunkBatch(ReadSession session, PackReaders packs, ReadWorkers workers) {
        this.session = session;
        this.runs = new BlockRuns<>(packs, workers);
    }

    /** A chunk that is right: where it lies in the block that is given with it. */
    public record Piece<T>(T target, int offset, int length) {}

    /** Takes what was asked for. */
    public interface Taker<T> {
        /**
         * The wanted chunks of one block, verified, in the order in which they lie. Called by several threads at once.
         *
         * @param block the reader's again after the call
         */
        void take(byte[] block, List<Piece<T>> pieces) throws IOException;

        /** What for a chunk was wanted that can be read nowhere; by the thread that waits, which it may stop. */
        default void lost(T target, GraphkeepException damage) throws IOException {
            throw damage;
        }
    }

    /** Asks for a chunk; the same one may be asked for again, for something else. */
    public void add(SegmentId segment, int chunk, T target) throws IOException {
        var found = session.found(segment);
        var place = found.locator().place(chunk);
        runs.add(found, chunk, target);
        turns += isLast(place) ? 0 : 1;
        last = place;
        size++;
    }

    /** Whether a chunk lies in another block than the one that was added last. */
    public boolean beginsBlock(SegmentId segment, int chunk) throws IOException {
        return !isLast(session.found(segment).locator().place(chunk));
    }

    /** How often a chunk was added that lies in another block than the one before: at least as many blocks as are read. */
    public int turns() {
        return turns;
    }

    private boolean isLast(Locator.Run place) {
        return last != null && last.pack() == place.pack() && last.block() == place.block();
    }

    /** How many chunks were asked for. */
    public int size() {
        return size;
    }

    /** Begins to read all that was added. */
    public void start(Taker<T> to) {
        taker = to;
        runs.start(to);
    }

    /** Waits until all has been taken, or told to be lost; throws what the taker or the store threw. */
    public void await() throws IOException {
        var to = taker;
        if (to == null) {
            return;
        }
        while (true) {
            var damaged = runs.await();
            if (damaged.isEmpty()) {
                return;
            }
            readElsewhere(damaged, to);
            session.renew();
        }
    }

    /** Reads no more of it, and waits for the threads that still do. */
    public void abandon() {
        runs.abandon();
    }

    private void readElsewhere(List<BlockRuns.Damaged<T>> damaged, Taker<T> to) throws IOException {
        Map<SegmentId, Elsewhere> places = new HashMap<>();
        for (var chunk : damaged) {
            var found = chunk.chunk().found();
            var place = places.get(found.segment().id());
            if (place == null) {
                place = elsewhere(found, chunk.cause());
                places.put(found.segment().id(), place);
            }
            if (place.found() != null) {
                runs.add(place.found(), chunk.chunk().index(), chunk.chunk().target());
            } else if (place.damage() != null) {
                to.lost(chunk.chunk().target(), place.damage());
            }
        }
        runs.start(to);
    }

    /** Where a segment lies besides, or why it is to be had nowhere. */
    private record Elsewhere(
            DescriptorReader.@Nullable Found found,
            @Nullable GraphkeepException damage) {}

    private Elsewhere elsewhere(DescriptorReader.Found found, DamagedException cause) throws IOException {
        try {
            return new Elsewhere(session.elsewhere(found, cause), null);
        } catch (GraphkeepException e) {
            return new Elsewhere(null, e);
        }
    }
}
