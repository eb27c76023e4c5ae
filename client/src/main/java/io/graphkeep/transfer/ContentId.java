package io.graphkeep.transfer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 that names content: 32 bytes, ordered as unsigned bytes, kept as four words.
 *
 * <p>A chunk's name never equals a segment's, even over the same bytes.
 */
public abstract sealed class ContentId permits ChunkId, SegmentId {
    /** Bytes of an id. */
    public static final int BYTES = 32;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final long first;
    private final long second;
    private final long third;
    private final long fourth;

    ContentId(byte[] bytes, int offset) {
        first = (long) WORDS.get(bytes, offset);
        second = (long) WORDS.get(bytes, offset + 8);
        third = (long) WORDS.get(bytes, offset + 16);
        fourth = (long) WORDS.get(bytes, offset + 24);
    }

    /** The digest that ids are made with; not thread-safe, reusable. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    static byte[] parseHex(String hex) {
        if (hex.length() != 2 * BYTES) {
            throw new IllegalArgumentException("An id has 64 hexadecimal digits, not " + hex.length());
        }
        return HexFormat.of().parseHex(hex);
    }

    /** The id's bytes, in a new array. */
    public final byte[] toBytes() {
        var bytes = new byte[BYTES];
        copyTo(bytes, 0);
        return bytes;
    }

    /** Writes the id's 32 bytes at the offset. */
    public final void copyTo(byte[] bytes, int offset) {
        WORDS.set(bytes, offset, first);
        WORDS.set(bytes, offset + 8, second);
        WORDS.set(bytes, offset + 16, third);
        WORDS.set(bytes, offset + 24, fourth);
    }

    /** The first eight bytes as a big-endian number: evenly spread, so good for tables and sampling. */
    public final long prefix() {
        return first;
    }

    /** The id as 64 lower-case hexadecimal digits. */
    public final String toHex() {
        return HexFormat.of().formatHex(toBytes());
    }

    final int compareWords(ContentId other) {
        var order = Long.compareUnsigned(first, other.first);
        order = order != 0 ? order : Long.compareUnsigned(second, other.second);
        order = order != 0 ? order : Long.compareUnsigned(third, other.third);
        return order != 0 ? order : Long.compareUnsigned(fourth, other.fourth);
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof ContentId id
                && id.getClass() == getClass()
                && id.first == first
                && id.second == second
                && id.third == third
                && id.fourth == fourth;
    }

    @Override
    public final int hashCode() {
        return Long.hashCode(first);
    }

    @Override
    public final String toString() {
        return toHex();
    }
}
