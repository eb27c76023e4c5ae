package io.graphkeep.transfer;

/**
 * Where content decides that a chunk ends: FastCDC with normalised sizes over the {@link Gear} hash.
 *
 * <p>For an average of A bytes a chunk has at least A/4 and at most 4A bytes. It ends at the first length, from A/4 on, where
 * the hash's top bits are zero: log2(A)+2 of them up to a length of 13A/16, log2(A)-2 beyond. Whether a position can end a
 * chunk depends on the 64 bytes before it alone, so candidates can be found in any order and by several threads.
 */
final class Boundaries {
    /** For text. */
    static final Boundaries TEXT = new Boundaries(12, 0);

    /** For what was decoded from base64 without known rows: ends at multiples of four bytes only. */
    static final Boundaries WORDS = new Boundaries(12, 2);

    /** For anything else. */
    static final Boundaries BINARY = new Boundaries(16, 0);

    /** For anything else in files of {@link #HUGE_FILE} bytes or more. */
    static final Boundaries HUGE = new Boundaries(18, 0);

    /** From this size on binary files are cut into larger chunks. */
    static final long HUGE_FILE = 16L << 30;

    private final int min;
    private final int normal;
    private final int max;
    private final int strict;
    private final int loose;
    private final int step;

    private Boundaries(int averageBits, int stepBits) {
        var average = 1 << averageBits;
        this.min = average / 4;
        this.normal = average / 16 * 13;
        this.max = average * 4;
        this.strict = Long.SIZE - (averageBits + 2 - stepBits);
        this.loose = Long.SIZE - (averageBits - 2 - stepBits);
        this.step = 1 << stepBits;
    }

    int max() {
        return max;
    }

    /**
     * The end of the chunk that begins at {@code from}, with bytes known up to {@code to}; -1 where more bytes are needed to
     * tell. With {@code last} nothing follows, and what is left is a chunk of its own.
     */
    int end(byte[] bytes, int from, int to, boolean last) {
        var limit = to - from > max ? from + max : to;
        if (limit - from < min) {
            return last ? limit : -1;
        }
        var end = step == 1 ? search(bytes, from, limit) : searchAligned(bytes, from, limit);
        if (end >= 0) {
            return end;
        }
        return last || limit - from == max ? limit : -1;
    }

    private int search(byte[] bytes, int from, int limit) {
        var table = Gear.TABLE;
        var i = from + min;
        var hash = Gear.hash(bytes, from, i - 1);
        i--;
        var middle = Math.min(limit, from + normal);
        for (; i < middle; i++) {
            hash = (hash << 1) + table[bytes[i] & 0xFF];
            if (hash >>> strict == 0) {
                return i + 1;
            }
        }
        for (; i < limit; i++) {
            hash = (hash << 1) + table[bytes[i] & 0xFF];
            if (hash >>> loose == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    private int searchAligned(byte[] bytes, int from, int limit) {
        var table = Gear.TABLE;
        var i = from + min - step;
        var hash = Gear.hash(bytes, from, i);
        for (; i + step <= limit; i += step) {
            hash = (hash << 1) + table[bytes[i] & 0xFF];
            hash = (hash << 1) + table[bytes[i + 1] & 0xFF];
            hash = (hash << 1) + table[bytes[i + 2] & 0xFF];
            hash = (hash << 1) + table[bytes[i + 3] & 0xFF];
            if (hash >>> (i + step - from <= normal ? strict : loose) == 0) {
                return i + step;
            }
        }
        return -1;
    }
}
