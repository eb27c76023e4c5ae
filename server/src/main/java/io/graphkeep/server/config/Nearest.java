package io.graphkeep.server.config;

import java.util.Comparator;
import java.util.stream.Stream;

/** Finds what was probably meant by a name that is not known. */
final class Nearest {
    private Nearest() {}

    /** A sentence with a space before it, or nothing where no name is near. */
    static String suggestion(String unknown, Stream<String> names) {
        return names.filter(name -> isNear(unknown, name))
                .min(Comparator.<String>comparingInt(name -> distance(unknown, name))
                        .thenComparing(Comparator.naturalOrder()))
                .map(name -> " Did you mean " + name + "?")
                .orElse("");
    }

    private static boolean isNear(String unknown, String name) {
        var tail = unknown.replaceFirst("^(" + Key.PREFIX + "|--)", "");
        return distance(unknown, name) <= Math.max(1, tail.length() / 3)
                || (tail.length() >= 3 && (name.endsWith("_" + tail) || name.endsWith("-" + tail)));
    }

    /** How many letters must be put in, taken out, changed or swapped with their neighbour. */
    private static int distance(String a, String b) {
        var rows = new int[a.length() + 1][b.length() + 1];
        for (var i = 0; i <= a.length(); i++) {
            for (var j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    rows[i][j] = i + j;
                    continue;
                }
                var same = a.charAt(i - 1) == b.charAt(j - 1);
                var best = Math.min(rows[i - 1][j - 1] + (same ? 0 : 1), Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, rows[i - 2][j - 2] + 1);
                }
                rows[i][j] = best;
            }
        }
        return rows[a.length()][b.length()];
    }
}
