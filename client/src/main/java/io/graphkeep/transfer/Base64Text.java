package io.graphkeep.transfer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The standard base64 alphabet and the encoding of whole groups of three bytes. */
final class Base64Text {
    static final byte PAD = '=';

    private static final byte[] ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(StandardCharsets.US_ASCII);

    /** What a character stands for, at each of the four places of its group; negative where it stands for nothing. */
    private static final int[][] VALUES = values();

    private static final int[] FIRST = VALUES[0];
    private static final int[] SECOND = VALUES[1];
    private static final int[] THIRD = VALUES[2];
    private static final int[] FOURTH = VALUES[3];

    private Base64Text() {}

    private static int[][] values() {
        var values = new int[4][256];
        for (var place = 0; place < 4; place++) {
            Arrays.fill(values[place], -1);
            for (var bits = 0; bits < 64; bits++) {
                values[place][ALPHABET[bits]] = bits << (18 - 6 * place);
            }
        }
        return values;
    }

    static byte character(int bits) {
        return ALPHABET[bits & 0x3F];
    }

    /** Writes four characters for each three bytes of the range, whose length is a multiple of three; returns the end. */
    static int encode(byte[] bytes, int from, int to, byte[] text, int at) {
        var out = at;
        for (var i = from; i < to; i += 3) {
            var group = ((bytes[i] & 0xFF) << 16) | ((bytes[i + 1] & 0xFF) << 8) | (bytes[i + 2] & 0xFF);
            text[out] = ALPHABET[group >>> 18];
            text[out + 1] = ALPHABET[(group >>> 12) & 0x3F];
            text[out + 2] = ALPHABET[(group >>> 6) & 0x3F];
            text[out + 3] = ALPHABET[group & 0x3F];
            out += 4;
        }
        return out;
    }

    /** Decodes groups of four characters until one holds anything but the alphabet; returns how many were decoded. */
    static int decode(byte[] text, int from, int groups, byte[] bytes, int at) {
        var in = from;
        var out = at;
        for (var i = 0; i < groups; i++) {
            var group = FIRST[text[in] & 0xFF]
                    | SECOND[text[in + 1] & 0xFF]
                    | THIRD[text[in + 2] & 0xFF]
                    | FOURTH[text[in + 3] & 0xFF];
            if (group < 0) {
                return i;
            }
            bytes[out] = (byte) (group >>> 16);
            bytes[out + 1] = (byte) (group >>> 8);
            bytes[out + 2] = (byte) group;
            in += 4;
            out += 3;
        }
        return groups;
    }

    /** Decodes a group that ends in padding, if it is one and its unused bits are zero; returns how many bytes it gave. */
    static int decodePadded(byte[] text, int from, byte[] bytes, int at) {
        var third = text[from + 2] == PAD ? 0 : THIRD[text[from + 2] & 0xFF];
        var group = FIRST[text[from] & 0xFF] | SECOND[text[from + 1] & 0xFF] | third;
        if (group < 0 || text[from + 3] != PAD) {
            return 0;
        }
        var count = text[from + 2] == PAD ? 1 : 2;
        if ((group & (count == 1 ? 0xFFFF : 0xFF)) != 0) {
            return 0;
        }
        bytes[at] = (byte) (group >>> 16);
        if (count == 2) {
            bytes[at + 1] = (byte) (group >>> 8);
        }
        return count;
    }
}
