package io.graphkeep.server.backup.download;

import java.nio.charset.StandardCharsets;

/** The block of 512 bytes that every entry of an archive has, with its fields where POSIX puts them. */
final class UstarBlock {
    private static final int ID_DIGITS = 7;
    private static final int LONG_DIGITS = 11;
    private static final int SUM_AT = 148;
    private static final int SUM_BYTES = 8;
    private static final int SUM_DIGITS = 6;

    private final byte[] bytes = new byte[TarHeader.BLOCK];

    UstarBlock(byte type) {
        bytes[156] = type;
        text(257, "ustar\0" + "00");
    }

    void name(byte[] name) {
        put(0, name);
    }

    void mode(int mode) {
        octal(100, ID_DIGITS, mode);
    }

    void owners(long user, long group) {
        octal(108, ID_DIGITS, user);
        octal(116, ID_DIGITS, group);
    }

    void size(long size) {
        octal(124, LONG_DIGITS, size);
    }

    void time(long seconds) {
        octal(136, LONG_DIGITS, seconds);
    }

    void linkName(byte[] name) {
        put(157, name);
    }

    void userName(String name) {
        text(265, name);
    }

    void groupName(String name) {
        text(297, name);
    }

    void prefix(byte[] prefix) {
        put(345, prefix);
    }

    /** The block, with its sum. */
    byte[] toBytes() {
        octal(329, ID_DIGITS, 0);
        octal(337, ID_DIGITS, 0);
        var sum = (long) SUM_BYTES * ' ';
        for (var at = 0; at < bytes.length; at++) {
            sum += at >= SUM_AT && at < SUM_AT + SUM_BYTES ? 0 : bytes[at] & 0xFF;
        }
        octal(SUM_AT, SUM_DIGITS, sum);
        bytes[SUM_AT + SUM_DIGITS + 1] = ' ';
        return bytes.clone();
    }

    private void octal(int at, int digits, long value) {
        for (var digit = 0; digit < digits; digit++) {
            bytes[at + digits - 1 - digit] = (byte) ('0' + ((value >>> (3 * digit)) & 7));
        }
        bytes[at + digits] = 0;
    }

    private void text(int at, String text) {
        put(at, text.getBytes(StandardCharsets.US_ASCII));
    }

    private void put(int at, byte[] value) {
        System.arraycopy(value, 0, bytes, at, value.length);
    }
}
