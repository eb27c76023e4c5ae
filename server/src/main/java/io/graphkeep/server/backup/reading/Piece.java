package io.graphkeep.server.backup.reading;

import io.graphkeep.transfer.ChunkId;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.transfer.Encoding;
import io.graphkeep.transfer.Kind;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Consecutive chunks with their bytes, and with their ids once they were hashed.
 *
 * <p>Filled by one thread, hashed by another, used by a third: whoever hands it on has a queue or a future in between. Its
 * memory is lent, and is to be given back with {@link #release}, once.
 */
public final class Piece {
    private static final int CHUNKS_AT_FIRST = 128;

    private final PieceMemory memory;
    private final byte[] bytes;
    private int[] ends = new int[CHUNKS_AT_FIRST];
    private Kind[] kinds = new Kind[CHUNKS_AT_FIRST];
    private Encoding[] encodings = new Encoding[CHUNKS_AT_FIRST];
    private byte[] ids = new byte[CHUNKS_AT_FIRST * ContentId.BYTES];
    private int count;
    private int uses;

    Piece(PieceMemory memory, byte[] bytes) {
        this.memory = memory;
        this.bytes = bytes;
    }

    boolean hasRoom(int length) {
        return bytes.length - used() >= length;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int used() {
        return count == 0 ? 0 : ends[count - 1];
    }

    byte[] bytes() {
        return bytes;
    }

    void add(byte[] from, int offset, int length, Encoding encoding, Kind kind) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
            kinds = Arrays.copyOf(kinds, 2 * count);
            encodings = Arrays.copyOf(encodings, 2 * count);
            ids = Arrays.copyOf(ids, 2 * ids.length);
        }
        var start = used();
        System.arraycopy(from, offset, bytes, start, length);
        ends[count] = start + length;
        kinds[count] = kind;
        encodings[count] = encoding;
        count++;
    }

    void hash(MessageDigest digest) {
        for (var i = 0; i < count; i++) {
            ChunkId.of(digest, bytes, start(i), length(i)).copyTo(ids, i * ContentId.BYTES);
        }
    }

    /** How much memory it takes, full or not. */
    public int capacity() {
        return bytes.length;
    }

    /** How many chunks it has. */
    public int count() {
        return count;
    }

    public int length(int chunk) {
        return ends[chunk] - start(chunk);
    }

    public Encoding encoding(int chunk) {
        return encodings[chunk];
    }

    public Kind kind(int chunk) {
        return kinds[chunk];
    }

    /** All ids, one after the other; not to be written to. */
    public byte[] ids() {
        return ids;
    }

    public void copyBytes(int chunk, byte[] target, int offset) {
        System.arraycopy(bytes, start(chunk), target, offset, length(chunk));
    }

    /** Counts one who needs it; for one thread. Returns how many that makes. */
    public int use() {
        return ++uses;
    }

    /** Counts one less who needs it; for the same thread. */
    public int unuse() {
        return --uses;
    }

    /** Gives its memory back; nobody may look at it afterwards. */
    public void release() {
        memory.giveBack(bytes);
    }

    private int start(int chunk) {
        return chunk == 0 ? 0 : ends[chunk - 1];
    }
}
