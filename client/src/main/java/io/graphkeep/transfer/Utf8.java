package io.graphkeep.transfer;

/** Tells characters in UTF-8 from bytes that are none: no overlong forms, no surrogates, nothing beyond U+10FFFF. */
final class Utf8 {
    /** What {@link #length} says of a character that the end cuts off. */
    static final int CUT_OFF = -1;

    private Utf8() {}

    /** How many bytes the character at the position has; 0 where there is none. */
    static int length(byte[] bytes, int at, int end) {
        var lead = bytes[at] & 0xFF;
        var length = announced(lead);
        for (var k = 1; k < length; k++) {
            if (at + k == end) {
                return CUT_OFF;
            }
            if (!continues(lead, k, bytes[at + k] & 0xFF)) {
                return 0;
            }
        }
        return length;
    }

    private static int announced(int lead) {
        if (lead < 0x80) {
            return 1;
        }
        if (lead < 0xC2 || lead > 0xF4) {
            return 0;
        }
        return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    }

    private static boolean continues(int lead, int index, int value) {
        var low = 0x80;
        var high = 0xBF;
        if (index == 1) {
            low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : low;
            high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : high;
        }
        return value >= low && value <= high;
    }
}
