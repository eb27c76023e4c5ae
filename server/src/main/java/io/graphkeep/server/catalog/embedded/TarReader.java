package io.graphkeep.server.catalog.embedded;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a plain ustar archive: its entries in turn, and as a stream the bytes of the one at hand.
 *
 * <p>It knows what the archive of the PostgreSQL programs holds (files, directories, symbolic links, names of up to 255
 * characters), and refuses everything else rather than guess.
 */
final class TarReader extends FilterInputStream {
    private static final int BLOCK = 512;

    private long left;
    private int padding;

    TarReader(InputStream in) {
        super(in);
    }

    /** The next entry, or null at the end; what was left of the last one is skipped. */
    @Nullable
    TarEntry next() throws IOException {
        in.skipNBytes(left + padding);
        left = 0;
        padding = 0;
        var header = in.readNBytes(BLOCK);
        if (header.length < BLOCK) {
            throw new EOFException("The archive ends inside a header");
        }
        if (header[0] == 0) {
            return null;
        }
        checkSum(header);
        var entry = entry(header);
        left = entry.size();
        padding = (int) (-entry.size() & (BLOCK - 1));
        return entry;
    }

    private static TarEntry entry(byte[] header) throws IOException {
        var prefix = text(header, 345, 155);
        var name = prefix.isEmpty() ? text(header, 0, 100) : prefix + "/" + text(header, 0, 100);
        var executable = (octal(header, 100, 8) & 0100) != 0;
        var size = octal(header, 124, 12);
        return switch (header[156]) {
            case '0', 0 -> new TarEntry(name, TarEntry.Kind.FILE, executable, size, "");
            case '2' -> new TarEntry(name, TarEntry.Kind.SYMLINK, false, 0, text(header, 157, 100));
            case '5' -> new TarEntry(name, TarEntry.Kind.DIRECTORY, true, 0, "");
            default -> throw new IOException("The archive's entry " + name + " is of a kind that is not expected");
        };
    }

    private static void checkSum(byte[] header) throws IOException {
        var sum = 0L;
        for (var i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xFF;
        }
        if (sum != octal(header, 148, 8)) {
            throw new IOException("The archive's header does not match its checksum");
        }
    }

    private static String text(byte[] header, int from, int length) {
        var end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] header, int from, int length) throws IOException {
        var digits = text(header, from, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("The archive holds a number that is not octal: " + digits, e);
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        var count = in.read(bytes, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("The archive ends inside a file");
        }
        left -= count;
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        var skipped = in.skip(Math.min(count, left));
        left -= skipped;
        return skipped;
    }

    @Override
    public int available() {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
