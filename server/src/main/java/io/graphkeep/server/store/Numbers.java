package io.graphkeep.server.store;

/**
 * Unsigned numbers of up to 63 bits, seven bits to a byte, least significant first, read from bytes that may be damaged or
 * hostile. {@link NumberWriter} writes them.
 */
final class Numbers {
    private static final int LAST_SHIFT = 56;

    private final byte[] bytes;
    private final int end;
    private int at;

    Numbers(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    /** Small for differences that are near zero on either side. */
    static long folded(long difference) {
        return (difference << 1) ^ (difference >> 63);
    }

    static long unfolded(long number) {
        return (number >>> 1) ^ -(number & 1);
    }

    int position() {
        return at;
    }

    boolean isAtEnd() {
        return at == end;
    }

    void skip(int count) throws DamagedException {
        if (count > end - at) {
            throw new DamagedException("A list is cut short.");
        }
        at += count;
    }

    long next() throws DamagedException {
        var number = 0L;
        for (var shift = 0; shift <= LAST_SHIFT; shift += 7) {
            if (at == end) {
                throw new DamagedException("A number is cut short.");
            }
            var group = bytes[at++];
            number |= (long) (group & 0x7F) << shift;
            if (group >= 0) {
                return number;
            }
        }
        throw new DamagedException("A number is too long.");
    }

    /** A number that must lie in a range, for the sizes of what is allocated next. */
    int next(int least, int most) throws DamagedException {
        var number = next();
        if (number < least || number > most) {
            throw new DamagedException("The number " + number + " is not within " + least + " to " + most + ".");
        }
        return (int) number;
    }
}
