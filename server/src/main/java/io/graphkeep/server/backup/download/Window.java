package io.graphkeep.server.backup.download;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.store.ChunkBatch;
import io.graphkeep.server.store.ReadSession;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.PlacedChunk;
import io.graphkeep.v1.FileHeader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of the stream that is read in one go: what is sent, in order, and the chunks that its bytes are made of.
 *
 * <p>Fill it, {@link #start}, {@link #await}, {@link #send}. It is bounded by bytes, chunks and entries; it ends where a block
 * of the store ends, where one does, so that no block is read for two windows.
 */
final class Window implements ChunkBatch.Taker<Window.Piece> {
    private static final int MOST_CHUNKS = 16_384;
    private static final int MOST_STEPS = 8_192;

    /** What a block of the store holds. */
    private static final int BLOCK_BYTES = 1 << 20;

    /** So little stays in a processor's cache from where it is read to where it is sent. */
    private static final int DENSE_BYTES = 3 << 19;

    private final ChunkBatch<Piece> chunks;
    private final List<Step> steps = new ArrayList<>();
    private final int most;
    private byte[] buffer;
    private @Nullable FilePart part;
    private int length;
    /** Bytes of headers, which are in memory as long as the window is. */
    private long headers;

    /**
     * An empty one.
     *
     * @param buffer of an earlier window, which is used where it is large enough
     * @param most bytes of content that it may hold
     */
    Window(ReadSession session, byte[] buffer, int most) {
        this.chunks = session.batch();
        this.buffer = buffer;
        this.most = most;
    }

    /** A chunk's place in a file, and the part of the file that it is written to. */
    record Piece(FilePart part, PlacedChunk place) {}

    private sealed interface Step {
        record Begins(OutgoingFile file) implements Step {}

        record Bytes(FilePart part) implements Step {}

        record Ends(OutgoingFile file) implements Step {}

        record Bare(FileHeader header) implements Step {}
    }

    byte[] buffer() {
        return buffer;
    }

    /** A directory or link. */
    void bare(FileHeader header) {
        steps.add(new Step.Bare(header));
        headers += header.getSerializedSize();
    }

    void begin(OutgoingFile file) {
        steps.add(new Step.Begins(file));
        headers += file.header().getSerializedSize();
    }

    void end(OutgoingFile file) {
        steps.add(new Step.Ends(file));
        part = null;
    }

    /** Takes the next chunk of a file; what of it lies before the file's offset is not sent. */
    void add(OutgoingFile file, PlacedChunk place) throws IOException {
        var from = Math.max(place.offset(), file.header().getOffset());
        var now = part;
        if (now == null || now.file() != file) {
            now = new FilePart(file, this, from, length);
            part = now;
            steps.add(new Step.Bytes(now));
        }
        chunks.add(place.segment(), place.index(), new Piece(now, place));
        var count = (int) Math.max(0, place.offset() + place.outputLength() - from);
        now.grow(count);
        length += count;
    }

    boolean hasRoomFor(PlacedChunk chunk) throws IOException {
        if (length + chunk.outputLength() > most || chunks.size() >= MOST_CHUNKS) {
            return false;
        }
        return length < enough() || !chunks.beginsBlock(chunk.segment(), chunk.index());
    }

    /** Of blocks that are wanted whole a few are enough; where little of each is wanted, each is read for more at a time. */
    private int enough() {
        var isDense = (long) chunks.turns() * BLOCK_BYTES <= 2L * length + BLOCK_BYTES;
        return isDense ? Math.min(DENSE_BYTES, most / 2) : most / 2;
    }

    /** Whether no more entries are to be added. */
    boolean isFull() {
        return steps.size() >= MOST_STEPS || headers >= most;
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    /** Begins to read. */
    void start() {
        if (buffer.length < length) {
            buffer = new byte[Math.max(length, Math.min(most, length / 4 * 5))];
        }
        chunks.start(this);
    }

    void await() throws IOException {
        chunks.await();
    }

    void abandon() {
        chunks.abandon();
    }

    @Override
    public void take(byte[] block, List<ChunkBatch.Piece<Piece>> pieces) throws IOException {
        for (var piece : pieces) {
            var target = piece.target();
            target.part().file().reassembler().accept(target.place(), block, piece.offset(), target.part());
        }
    }

    @Override
    public void lost(Piece target, GraphkeepException damage) {
        target.part().file().lose(damage);
    }

    /** Sends all of it; ends before the first file that is damaged. */
    void send(Output output) throws IOException, InterruptedException {
        for (var step : steps) {
            switch (step) {
                case Step.Bare(var header) -> output.bare(header);
                case Step.Begins(var file) -> output.begin(sound(file).header());
                case Step.Bytes(var bytes) -> {
                    sound(bytes.file());
                    output.data(buffer, bytes.at(), bytes.length());
                }
                case Step.Ends(var file) -> {
                    if (!sound(file).isComplete()) {
                        throw new FormatException("A base64 run of a file does not end where the tree says");
                    }
                    output.end();
                }
            }
        }
    }

    private static OutgoingFile sound(OutgoingFile file) throws DamagedFileException {
        var damage = file.damage();
        if (damage != null) {
            throw new DamagedFileException(file.path(), damage);
        }
        return file;
    }
}
