package io.graphkeep.transfer;

import java.security.MessageDigest;

/** The name of a chunk: the SHA-256 of its bytes as cut, decoded where a base64 run was decoded. */
public final class ChunkId extends ContentId implements Comparable<ChunkId> {
    private ChunkId(byte[] bytes, int offset) {
        super(bytes, offset);
    }

    /** The id whose 32 bytes stand at the offset. */
    public static ChunkId fromBytes(byte[] bytes, int offset) {
        return new ChunkId(bytes, offset);
    }

    /** The id that these 32 bytes are. */
    public static ChunkId fromBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("An id has 32 bytes, not " + bytes.length);
        }
        return new ChunkId(bytes, 0);
    }

    /** The id that these 64 hexadecimal digits are. */
    public static ChunkId fromHex(String hex) {
        return new ChunkId(parseHex(hex), 0);
    }

    /** Names the chunk that these bytes are. */
    public static ChunkId of(byte[] bytes, int offset, int length) {
        return of(newDigest(), bytes, offset, length);
    }

    /** Names the chunk that these bytes are. The digest is reset before and after. */
    public static ChunkId of(MessageDigest digest, byte[] bytes, int offset, int length) {
        digest.reset();
        digest.update(bytes, offset, length);
        return new ChunkId(digest.digest(), 0);
    }

    @Override
    public int compareTo(ChunkId other) {
        return compareWords(other);
    }
}
