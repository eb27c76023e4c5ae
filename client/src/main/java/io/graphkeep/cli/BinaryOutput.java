package io.graphkeep.cli;

import java.io.IOException;
import java.io.OutputStream;

/** Standard output as a stream of bytes, which fails as soon as nobody takes them. */
final class BinaryOutput extends OutputStream {
    private final StandardOutput out;

    BinaryOutput(StandardOutput out) {
        this.out = out;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        if (out.isLost()) {
            throw new IOException("standard output takes no more");
        }
    }
}
