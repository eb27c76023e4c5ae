package io.graphkeep.server;

import java.util.Locale;

/** Sizes and counts in the sentences of health, as the command line shows them. */
final class Words {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Words() {}

    /** A size with at most three significant digits: {@code 12.3 MiB}. */
    static String bytes(long bytes) {
        var size = (double) bytes;
        var unit = 0;
        while (size >= 1023.5 && unit < UNITS.length - 1) {
            size /= 1024;
            unit++;
        }
        var digits = unit == 0 || size >= 99.95 ? 0 : size < 9.995 ? 2 : 1;
        return String.format(Locale.ROOT, "%." + digits + "f %s", size, UNITS[unit]);
    }

    /** A count and its noun: {@code 1 graph}, {@code 2 graphs}. */
    static String count(long count, String one) {
        return count + " " + one + (count == 1 ? "" : "s");
    }
}
