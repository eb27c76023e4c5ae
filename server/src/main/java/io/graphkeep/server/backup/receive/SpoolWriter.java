package io.graphkeep.server.backup.receive;

import java.io.IOException;

/** Writes numbers and bytes at the end of a spool file. */
final class SpoolWriter {
    private final SpoolFile file;
    private final byte[] number = new byte[10];

    SpoolWriter(SpoolFile file) {
        this.file = file;
    }

    void number(long value) throws IOException {
        var rest = value;
        var length = 0;
        while ((rest & ~0x7FL) != 0) {
            number[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        number[length++] = (byte) rest;
        file.write(number, 0, length);
    }

    void bytes(byte[] bytes) throws IOException {
        file.write(bytes, 0, bytes.length);
    }

    void bytes(byte[] bytes, int offset, int length) throws IOException {
        file.write(bytes, offset, length);
    }
}
