package io.graphkeep.server.store;

import java.util.Arrays;

/** Writes what {@link Numbers} reads, and bytes between them, to memory that grows. */
final class NumberWriter {
    private static final int BYTES_AT_FIRST = 256;
    private static final int LONGEST = 9;

    private byte[] bytes = new byte[BYTES_AT_FIRST];
    private int length;

    /** A number of at most 63 bits, which is not negative. */
    void write(long number) {
        if (bytes.length - length < LONGEST) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        var rest = number;
        while (rest > 0x7F) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    void write(byte[] more) {
        if (bytes.length - length < more.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more.length));
        }
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }
}
