package io.graphkeep.server.catalog.event;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which events to read, by number; an empty list or null does not restrict.
 *
 * @param after only higher numbers
 * @param upTo only numbers up to this
 * @param scopes what the caller may see: graph ids, or {@code prefix*}; empty for everything
 * @param text what the sentence holds, in any case
 */
public record EventQuery(
        long after,
        long upTo,
        List<String> kinds,
        List<String> severities,
        List<String> scopes,
        @Nullable String graphId,
        @Nullable OffsetDateTime from,
        @Nullable OffsetDateTime to,
        @Nullable String text,
        @Nullable UUID operationId,
        @Nullable String actor,
        @Nullable UUID targetId,
        @Nullable UUID failoverId,
        boolean newestFirst,
        int limit) {

    /** The same for another run of numbers. */
    public EventQuery span(long otherAfter, long otherUpTo) {
        return new EventQuery(
                otherAfter,
                otherUpTo,
                kinds,
                severities,
                scopes,
                graphId,
                from,
                to,
                text,
                operationId,
                actor,
                targetId,
                failoverId,
                newestFirst,
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
