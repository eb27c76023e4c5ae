package io.graphkeep.server.backup;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.store.ChunkBatch;
import io.graphkeep.server.store.ReadSession;
import io.graphkeep.transfer.PlacedChunk;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Chunks that are to be read from the store in one go, and where each of them goes: one window is read while the next is
 * filled.
 *
 * <p>Bounded: {@link #isFull} says when to {@link #turn}. Of one thread; the files are written by those of the store.
 */
final class RestoreWindow implements ChunkBatch.Taker<RestoreWindow.Part> {
    private static final long MOST_BYTES = 256L << 20;
    private static final int MOST_CHUNKS = 65_536;
    private static final int MOST_FILES = 16_384;
    private static final int MOST_DIRECTORIES = 200;

    private final ReadSession session;
    private final boolean withoutLost;
    private final Queue<GatheringWriter> writers = new ConcurrentLinkedQueue<>();
    private ChunkBatch<Part> filling;
    private @Nullable ChunkBatch<Part> reading;
    private long bytes;
    private int files;
    private int directories;

    /**
     * An empty window.
     *
     * @param withoutLost whether a file that is damaged is left out, and not an error
     */
    RestoreWindow(ReadSession session, boolean withoutLost) {
        this.session = session;
        this.withoutLost = withoutLost;
        this.filling = session.batch();
    }

    /** A chunk's place in a file. */
    record Part(RestoredFile file, PlacedChunk place) {}

    void directory() {
        directories++;
    }

    void file() {
        files++;
    }

    void add(RestoredFile file, PlacedChunk place) throws IOException {
        filling.add(place.segment(), place.index(), new Part(file, place));
        file.expect();
        bytes += place.outputLength();
    }

    boolean isFull() {
        return bytes >= MOST_BYTES
                || filling.size() >= MOST_CHUNKS
                || files >= MOST_FILES
                || directories >= MOST_DIRECTORIES;
    }

    /** Begins to read and write what was added, once what was before is written. */
    void turn() throws IOException {
        var next = filling;
        filling = session.batch();
        bytes = 0;
        files = 0;
        directories = 0;
        awaitReading();
        reading = next;
        next.start(this);
    }

    /** Reads and writes all that was added. */
    void finish() throws IOException {
        turn();
        awaitReading();
    }

    /** Reads and writes no more; on return nothing of it runs. */
    void abandon() {
        if (reading != null) {
            reading.abandon();
        }
    }

    @Override
    public void take(byte[] block, List<ChunkBatch.Piece<Part>> pieces) throws IOException {
        var known = writers.poll();
        var writer = known == null ? new GatheringWriter() : known;
        for (var piece : pieces) {
            var file = piece.target().file();
            writer.turnTo(file);
            file.reassembler().accept(piece.target().place(), block, piece.offset(), writer);
            writer.pieceEnds();
        }
        writer.flush();
        writers.add(writer);
    }

    @Override
    public void lost(Part target, GraphkeepException damage) throws IOException {
        if (!withoutLost) {
            throw damage;
        }
        target.file().losePiece();
    }

    private void awaitReading() throws IOException {
        if (reading != null) {
            reading.await();
            reading = null;
        }
    }
}
