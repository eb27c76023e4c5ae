package io.graphkeep.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The environment variables that this command reads, and those that look like a misspelt one of them.
 *
 * <p>The server's own variables are in the same environment and mean nothing here; only what is a letter or two from a name of
 * the command line is doubted.
 */
final class Variables {
    static final String PREFIX = "GRAPHKEEP_";

    private static final List<String> KNOWN = List.of(
            "GRAPHKEEP_HOME",
            "GRAPHKEEP_SERVER",
            "GRAPHKEEP_CONTEXT",
            "GRAPHKEEP_TOKEN",
            "GRAPHKEEP_TOKEN_FILE",
            "GRAPHKEEP_CA",
            "GRAPHKEEP_CERT",
            "GRAPHKEEP_CERT_KEY",
            "GRAPHKEEP_PLAINTEXT",
            "GRAPHKEEP_JAVA_HOME",
            "GRAPHKEEP_JAVA_OPTS");

    private Variables() {}

    /** A sentence for each variable that is probably misspelt. */
    static List<String> doubts(Map<String, String> environment) {
        return environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX))
                .sorted()
                .flatMap(name -> meant(name).stream()
                        .map(known -> "The variable " + name + " means nothing here. Did you mean " + known + "?"))
                .toList();
    }

    /** The name that was probably meant; empty where it is known, or near to none. */
    static Optional<String> meant(String name) {
        if (KNOWN.contains(name)) {
            return Optional.empty();
        }
        var most = name.length() - PREFIX.length() < 8 ? 1 : 2;
        return KNOWN.stream().filter(known -> distance(name, known) <= most).findFirst();
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
