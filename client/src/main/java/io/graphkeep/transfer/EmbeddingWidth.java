package io.graphkeep.transfer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the width of a matrix's rows, four bytes for each dimension, in the JSON before the matrix.
 *
 * <p>What the head of the file says in a member {@code embedding_dim} of its top-level object comes first, then the last
 * {@code "embedding_dim": n} in the 4 KiB before the matrix. A width outside 4 bytes to 64 KiB counts as none.
 */
final class EmbeddingWidth {
    /** How many bytes from the start of the file are looked at. */
    static final int HEAD_BYTES = 64 << 10;

    /** How many bytes before the matrix are looked at. */
    static final int LOOK_BACK_BYTES = 4 << 10;

    private static final byte[] KEY = "\"embedding_dim\"".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_DIMENSIONS = 1 << 14;

    private EmbeddingWidth() {}

    /** The width that the file's head gives; 0 where none. */
    static int inHead(byte[] bytes, int offset, int length) {
        var end = offset + Math.min(length, HEAD_BYTES);
        var depth = 0;
        for (var i = offset; i < end; i++) {
            switch (bytes[i]) {
                case '{', '[' -> {
                    if (depth == 0 && bytes[i] == '[') {
                        return 0;
                    }
                    depth++;
                }
                case '}', ']' -> depth--;
                case '"' -> {
                    var width = depth == 1 ? member(bytes, i, end) : 0;
                    if (width > 0) {
                        return width;
                    }
                    i = closingQuote(bytes, i, end);
                }
                default -> {
                    // Whatever else stands between strings and brackets says nothing about depth.
                }
            }
        }
        return 0;
    }

    /** The width that the bytes right before a matrix give; 0 where none. */
    static int before(byte[] bytes, int from, int to) {
        for (var i = to - KEY.length; i >= from; i--) {
            var width = bytes[i] == '"' ? member(bytes, i, to) : 0;
            if (width > 0) {
                return width;
            }
        }
        return 0;
    }

    /** The width, if the member begins at the quote, is a whole number and ends before the end. */
    private static int member(byte[] bytes, int quote, int end) {
        var at = quote + KEY.length;
        if (at > end || !Arrays.equals(bytes, quote, at, KEY, 0, KEY.length)) {
            return 0;
        }
        at = skipSpace(bytes, at, end);
        if (at == end || bytes[at] != ':') {
            return 0;
        }
        at = skipSpace(bytes, at + 1, end);
        var dimensions = 0;
        var digits = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9' && dimensions <= MAX_DIMENSIONS) {
            dimensions = dimensions * 10 + bytes[at] - '0';
            at++;
        }
        var ended = at > digits && at < end && (bytes[at] == ',' || bytes[at] == '}' || isSpace(bytes[at]));
        return ended && dimensions > 0 && dimensions <= MAX_DIMENSIONS ? dimensions * Float.BYTES : 0;
    }

    private static int closingQuote(byte[] bytes, int quote, int end) {
        var at = quote + 1;
        while (at < end && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return at;
    }

    private static int skipSpace(byte[] bytes, int from, int end) {
        var at = from;
        while (at < end && isSpace(bytes[at])) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(byte value) {
        return value == ' ' || value == '\t' || value == '\n' || value == '\r';
    }
}
