package io.graphkeep.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Turns the chunks of one file, given in order, back into the file's bytes.
 *
 * <p>Up to two bytes of a base64 run wait for the chunk after, so {@link #finish} must be called after the last one. Not
 * thread-safe; {@link #finish} readies it for another file.
 */
public final class Reassembler {
    private static final int GROUP = 3;
    private static final int BLOCK = 12 << 10;

    private final OutputStream output;
    private final byte[] pending = new byte[GROUP];
    private final byte[] text = new byte[BLOCK / GROUP * 4];
    private int waiting;
    private long position;

    /** The bytes go to the stream, which is neither flushed nor closed. */
    public Reassembler(OutputStream output) {
        this.output = output;
    }

    /** The next chunk's bytes as cut. */
    public void accept(byte[] chunk, int offset, int length, Encoding encoding) throws IOException {
        switch (encoding) {
            case RAW -> {
                endRun();
                write(chunk, offset, length);
            }
            case BASE64 -> encode(chunk, offset, offset + length);
        }
    }

    /** The file has no more chunks: writes what waited. */
    public void finish() throws IOException {
        endRun();
        position = 0;
    }

    /** How many bytes of the file were written. */
    public long position() {
        return position;
    }

    private void encode(byte[] chunk, int from, int to) throws IOException {
        var at = from;
        while (waiting > 0 && waiting < GROUP && at < to) {
            pending[waiting++] = chunk[at++];
        }
        if (waiting == GROUP) {
            write(text, 0, Base64Text.encode(pending, 0, GROUP, text, 0));
            waiting = 0;
        }
        while (to - at >= GROUP) {
            var end = at + Math.min(BLOCK, (to - at) / GROUP * GROUP);
            write(text, 0, Base64Text.encode(chunk, at, end, text, 0));
            at = end;
        }
        while (at < to) {
            pending[waiting++] = chunk[at++];
        }
    }

    private void endRun() throws IOException {
        if (waiting > 0) {
            Arrays.fill(pending, waiting, GROUP, (byte) 0);
            Base64Text.encode(pending, 0, GROUP, text, 0);
            Arrays.fill(text, waiting + 1, 4, Base64Text.PAD);
            waiting = 0;
            write(text, 0, 4);
        }
    }

    private void write(byte[] bytes, int offset, int length) throws IOException {
        output.write(bytes, offset, length);
        position += length;
    }
}
