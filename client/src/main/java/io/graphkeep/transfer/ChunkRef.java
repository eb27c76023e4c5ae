package io.graphkeep.transfer;

/** A chunk as a segment lists it: its name, its length as cut, how it stands in its file and what it is like. */
public record ChunkRef(ChunkId id, int length, Encoding encoding, Kind kind) {
    /** No chunk is longer, whatever it is cut from. */
    public static final int MAX_LENGTH = 1 << 20;

    public ChunkRef {
        if (length < 1 || length > MAX_LENGTH) {
            throw new IllegalArgumentException("A chunk has 1 to " + MAX_LENGTH + " bytes, not " + length);
        }
        if (encoding == Encoding.BASE64 && kind != Kind.FLOAT32) {
            throw new IllegalArgumentException("What was decoded from base64 is kept as FLOAT32, not " + kind);
        }
    }
}
