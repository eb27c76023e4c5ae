package io.graphkeep.server.catalog.snapshot;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which snapshots to list, by cut time and then id; null or empty does not restrict.
 *
 * @param scopes what the caller may see: ids of graphs, or {@code prefix*}; empty for everything
 * @param heldAt only those with a hold at that time
 * @param oldestFirst the order
 * @param afterCut with afterId: the last one of the page before
 */
public record SnapshotQuery(
        @Nullable UUID graphUid,
        List<String> scopes,
        List<String> states,
        Map<String, String> labels,
        @Nullable OffsetDateTime cutFrom,
        @Nullable OffsetDateTime cutTo,
        @Nullable OffsetDateTime heldAt,
        boolean oldestFirst,
        @Nullable OffsetDateTime afterCut,
        @Nullable UUID afterId,
        int limit) {

    /** The scopes as patterns of LIKE. */
    public String[] scopePatterns() {
        return scopes.stream()
                .map(scope ->
                        scope.endsWith("*") ? escape(scope.substring(0, scope.length() - 1)) + "%" : escape(scope))
                .toArray(String[]::new);
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}
