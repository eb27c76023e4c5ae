package io.graphkeep.server.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Sorts the bytes of 32-bit words by their place in the word, so that the exponents of floats lie side by side and compress.
 *
 * <p>The bytes after the last whole word stay at the end as they are.
 */
enum BytePlanes {
    /** The bytes stay where they are. */
    NONE(0),
    /** The words are sorted as they are: a float's exponent lies in two planes. */
    PLAIN(0),
    /** Each word is turned left by a bit first, its sign to the end: a float's exponent is the last plane. */
    TURNED(1);

    private static final int WORD = 4;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    /** The last bit of each of two words. */
    private static final long LAST_BITS = 0x0000_0001_0000_0001L;

    private final int turn;

    BytePlanes(int turn) {
        this.turn = turn;
    }

    void split(byte[] from, int length, byte[] to) {
        var words = length / WORD;
        for (var word = splitEights(from, words, to); word < words; word++) {
            var turned = Integer.rotateLeft((int) INTS.get(from, word * WORD), turn);
            to[word] = (byte) turned;
            to[words + word] = (byte) (turned >>> 8);
            to[2 * words + word] = (byte) (turned >>> 16);
            to[3 * words + word] = (byte) (turned >>> 24);
        }
        System.arraycopy(from, words * WORD, to, words * WORD, length - words * WORD);
    }

    void join(byte[] from, int length, byte[] to) {
        var words = length / WORD;
        for (var word = joinEights(from, words, to); word < words; word++) {
            var turned = (from[word] & 0xFF)
                    | (from[words + word] & 0xFF) << 8
                    | (from[2 * words + word] & 0xFF) << 16
                    | from[3 * words + word] << 24;
            INTS.set(to, word * WORD, Integer.rotateRight(turned, turn));
        }
        System.arraycopy(from, words * WORD, to, words * WORD, length - words * WORD);
    }

    /** Two words, each turned left. */
    private long turnedLeft(long two) {
        var lasts = LAST_BITS * turn;
        return ((two << turn) & ~lasts) | ((two >>> (Integer.SIZE - turn)) & lasts);
    }

    /** Two words, each turned right. */
    private long turnedRight(long two) {
        var lasts = LAST_BITS * turn;
        return ((two & ~lasts) >>> turn) | ((two & lasts) << (Integer.SIZE - turn));
    }

    /** Eight words at a time: the pairs of bytes are parted first, then the bytes. Returns how many words it did. */
    private int splitEights(byte[] from, int words, byte[] to) {
        var word = 0;
        for (; word + Long.BYTES <= words; word += Long.BYTES) {
            var at = word * WORD;
            var first = turnedLeft((long) LONGS.get(from, at));
            var second = turnedLeft((long) LONGS.get(from, at + 8));
            var third = turnedLeft((long) LONGS.get(from, at + 16));
            var fourth = turnedLeft((long) LONGS.get(from, at + 24));
            var lowPairs = pairsTogether(first) | (pairsTogether(second) << 32);
            var lowOthers = pairsTogether(first >>> 16) | (pairsTogether(second >>> 16) << 32);
            var highPairs = pairsTogether(third) | (pairsTogether(fourth) << 32);
            var highOthers = pairsTogether(third >>> 16) | (pairsTogether(fourth >>> 16) << 32);
            LONGS.set(to, word, bytesTogether(lowPairs) | (bytesTogether(highPairs) << 32));
            LONGS.set(to, words + word, bytesTogether(lowPairs >>> 8) | (bytesTogether(highPairs >>> 8) << 32));
            LONGS.set(to, 2 * words + word, bytesTogether(lowOthers) | (bytesTogether(highOthers) << 32));
            LONGS.set(to, 3 * words + word, bytesTogether(lowOthers >>> 8) | (bytesTogether(highOthers >>> 8) << 32));
        }
        return word;
    }

    /** The first and the third pair of bytes, side by side. */
    private static long pairsTogether(long pairs) {
        return (pairs & 0xFFFFL) | ((pairs >>> 16) & 0xFFFF_0000L);
    }

    /** Every second byte, side by side. */
    private static long bytesTogether(long bytes) {
        var apart = bytes & 0x00FF_00FF_00FF_00FFL;
        var half = (apart | (apart >>> 8)) & 0x0000_FFFF_0000_FFFFL;
        return (half | (half >>> 16)) & 0xFFFF_FFFFL;
    }

    /** Eight words at a time: the bytes of two planes are interleaved first, then the pairs. Returns how many words it did. */
    private int joinEights(byte[] from, int words, byte[] to) {
        var word = 0;
        for (; word + Long.BYTES <= words; word += Long.BYTES) {
            var first = (long) LONGS.get(from, word);
            var second = (long) LONGS.get(from, words + word);
            var third = (long) LONGS.get(from, 2 * words + word);
            var fourth = (long) LONGS.get(from, 3 * words + word);
            var lowPairs = bytesApart(first) | (bytesApart(second) << 8);
            var lowOthers = bytesApart(third) | (bytesApart(fourth) << 8);
            var highPairs = bytesApart(first >>> 32) | (bytesApart(second >>> 32) << 8);
            var highOthers = bytesApart(third >>> 32) | (bytesApart(fourth >>> 32) << 8);
            var at = word * WORD;
            LONGS.set(to, at, turnedRight(pairsApart(lowPairs) | (pairsApart(lowOthers) << 16)));
            LONGS.set(to, at + 8, turnedRight(pairsApart(lowPairs >>> 32) | (pairsApart(lowOthers >>> 32) << 16)));
            LONGS.set(to, at + 16, turnedRight(pairsApart(highPairs) | (pairsApart(highOthers) << 16)));
            LONGS.set(to, at + 24, turnedRight(pairsApart(highPairs >>> 32) | (pairsApart(highOthers >>> 32) << 16)));
        }
        return word;
    }

    /** The four low bytes, each with a zero byte after it. */
    private static long bytesApart(long low) {
        var apart = pairsApart(low);
        return (apart | (apart << 8)) & 0x00FF_00FF_00FF_00FFL;
    }

    /** The two low pairs of bytes, each with a zero pair after it. */
    private static long pairsApart(long low) {
        var half = low & 0xFFFF_FFFFL;
        return (half | (half << 16)) & 0x0000_FFFF_0000_FFFFL;
    }
}
