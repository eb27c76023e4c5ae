package io.graphkeep.transfer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The table of the rolling hash: one 64-bit word per byte value.
 *
 * <p>The hash at a position is the sum of the words of the last 64 bytes, the newest as it is, each older one shifted one bit
 * further left. Word {@code i} is the first eight bytes, big-endian, of the SHA-256 of {@code "graphkeep gear 1"} and byte
 * {@code i}: the first such table in which no run of one and the same byte ever looks like a boundary.
 */
final class Gear {
    /** How many bytes the hash at a position depends on. */
    static final int WINDOW = 64;

    static final long[] TABLE = table("graphkeep gear 1");

    private Gear() {}

    static long[] table(String label) {
        VarHandle words = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
        var digest = ContentId.newDigest();
        var table = new long[256];
        for (var i = 0; i < table.length; i++) {
            digest.update(label.getBytes(StandardCharsets.US_ASCII));
            digest.update((byte) i);
            table[i] = (long) words.get(digest.digest(), 0);
        }
        return table;
    }

    /** The hash of the bytes before the end, at most 64 of them, none of them before the start. */
    static long hash(byte[] bytes, int start, int end) {
        var hash = 0L;
        for (var i = Math.max(start, end - WINDOW); i < end; i++) {
            hash = (hash << 1) + TABLE[bytes[i] & 0xFF];
        }
        return hash;
    }
}
