package io.graphkeep.transfer;

/** Reads unsigned base-128 numbers of up to 31 bits, least significant group first; only the shortest spelling counts. */
final class Varint {
    private static final int MAX_BYTES = 5;

    private final byte[] bytes;
    private int position;

    Varint(byte[] bytes, int position) {
        this.bytes = bytes;
        this.position = position;
    }

    static int size(int value) {
        return Math.max(1, (38 - Integer.numberOfLeadingZeros(value)) / 7);
    }

    static int put(byte[] target, int offset, int value) {
        var rest = value;
        var at = offset;
        while (rest > 0x7F) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        return at;
    }

    int position() {
        return position;
    }

    int next() throws FormatException {
        var value = 0L;
        for (var i = 0; i < MAX_BYTES; i++) {
            if (position == bytes.length) {
                throw new FormatException("A number is cut off");
            }
            var group = bytes[position++];
            value |= (long) (group & 0x7F) << (7 * i);
            if (group >= 0) {
                if ((group == 0 && i > 0) || value > Integer.MAX_VALUE) {
                    throw new FormatException("A number is not in its shortest form, or too large");
                }
                return (int) value;
            }
        }
        throw new FormatException("A number is too long");
    }
}
