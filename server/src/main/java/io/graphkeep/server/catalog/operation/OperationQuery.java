package io.graphkeep.server.catalog.operation;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which operations to list, newest first; an empty list or null does not restrict.
 *
 * @param graphIds ids of graphs, of which one must be the operation's
 * @param scopes what the caller may see: graph ids, or {@code prefix*}; empty for everything
 * @param before the last id of the page before
 */
public record OperationQuery(
        List<String> kinds,
        List<OperationState> states,
        List<String> graphIds,
        List<String> scopes,
        @Nullable UUID snapshotId,
        @Nullable OffsetDateTime createdFrom,
        @Nullable OffsetDateTime createdTo,
        @Nullable UUID before,
        int limit) {

    /** The newest operations of all kinds. */
    public static OperationQuery newest(int limit) {
        return new OperationQuery(List.of(), List.of(), List.of(), List.of(), null, null, null, null, limit);
    }

    /** Those of a kind that wait or run, newest first. */
    public static OperationQuery unended(String kind, int limit) {
        return new OperationQuery(
                List.of(kind),
                List.of(OperationState.QUEUED, OperationState.RUNNING),
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                limit);
    }

    List<String> scopedIds() {
        return scopes.stream().filter(scope -> !scope.endsWith("*")).toList();
    }

    List<String> scopedPrefixes() {
        return scopes.stream()
                .filter(scope -> scope.endsWith("*"))
                .map(scope -> scope.substring(0, scope.length() - 1))
                .toList();
    }
}
