package io.graphkeep.server.backup;

import io.graphkeep.server.store.ChunkConsumer;
import io.graphkeep.server.store.ReadSession;
import io.graphkeep.transfer.PlacedChunk;
import io.graphkeep.transfer.SegmentId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chunks that are to be read from the store in one go, and where each of them goes.
 *
 * <p>Bounded: {@link #isFull} says when to {@link #flush}.
 */
final class RestoreWindow implements ChunkConsumer {
    private static final long MOST_BYTES = 64L << 20;
    private static final int MOST_CHUNKS = 50_000;

    private final List<SegmentId> segments = new ArrayList<>();
    private final Map<SegmentId, Integer> positions = new HashMap<>();
    private final Map<Long, List<Target>> targets = new HashMap<>();
    private long bytes;
    private int chunks;

    private record Target(RestoredFile file, PlacedChunk place) {}

    void add(RestoredFile file, PlacedChunk place) {
        var position = positions.computeIfAbsent(place.segment(), segment -> {
            segments.add(segment);
            return segments.size() - 1;
        });
        targets.computeIfAbsent(key(position, place.index()), key -> new ArrayList<>(1))
                .add(new Target(file, place));
        bytes += place.outputLength();
        chunks++;
    }

    boolean isFull() {
        return bytes >= MOST_BYTES || chunks >= MOST_CHUNKS;
    }

    /** Reads and writes all that was added, and is empty again. */
    void flush(ReadSession session) throws IOException {
        if (!segments.isEmpty()) {
            session.read(List.copyOf(segments), this);
        }
        segments.clear();
        positions.clear();
        targets.clear();
        bytes = 0;
        chunks = 0;
    }

    @Override
    public boolean wants(int position, int chunk) {
        return targets.containsKey(key(position, chunk));
    }

    @Override
    public void accept(int position, int chunk, byte[] content, int offset, int length) throws IOException {
        for (var target : targets.getOrDefault(key(position, chunk), List.of())) {
            target.file().reassembler().accept(target.place(), content, offset);
        }
    }

    private static long key(int position, int chunk) {
        return (long) position << 16 | chunk;
    }
}
