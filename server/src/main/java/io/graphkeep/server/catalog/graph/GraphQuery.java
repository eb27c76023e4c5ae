package io.graphkeep.server.catalog.graph;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which graphs to list, by id; null or empty does not restrict.
 *
 * @param scopes what the caller may see: ids, or {@code prefix*}; empty for everything
 * @param after the last id of the page before
 */
public record GraphQuery(
        @Nullable String prefix,
        @Nullable String role,
        Map<String, String> labels,
        List<String> scopes,
        @Nullable String after,
        int limit) {

    /** The scopes as patterns of LIKE. */
    public String[] scopePatterns() {
        return scopes.stream()
                .map(scope ->
                        scope.endsWith("*") ? escape(scope.substring(0, scope.length() - 1)) + "%" : escape(scope))
                .toArray(String[]::new);
    }

    /** The prefix as a pattern of LIKE. */
    public @Nullable String prefixPattern() {
        return prefix == null ? null : escape(prefix) + "%";
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}
