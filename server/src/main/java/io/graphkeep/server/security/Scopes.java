package io.graphkeep.server.security;

import java.util.List;

/**
 * The graphs that a token may see: their ids, or {@code prefix*}; none named means every graph.
 *
 * <p>Checked on the id that a caller names, before anything is looked up, so that what is out of scope and what is not
 * there look the same.
 */
public record Scopes(List<String> patterns) {
    /** What one scope may look like: a graph's id, or the beginning of one followed by a star. */
    public static final String PATTERN = "[a-z0-9][a-z0-9._-]{0,62}\\*?|\\*";

    public Scopes {
        patterns = List.copyOf(patterns);
    }

    /** Every graph. */
    public static Scopes all() {
        return new Scopes(List.of());
    }

    public boolean isAll() {
        return patterns.isEmpty() || patterns.contains("*");
    }

    public boolean covers(String graphId) {
        return isAll() || patterns.stream().anyMatch(pattern -> matches(pattern, graphId));
    }

    private static boolean matches(String pattern, String graphId) {
        return pattern.endsWith("*")
                ? graphId.startsWith(pattern.substring(0, pattern.length() - 1))
                : graphId.equals(pattern);
    }
}
