package io.graphkeep.server.api;

import com.google.protobuf.util.Timestamps;
import io.graphkeep.server.catalog.snapshot.SnapshotQuery;
import io.graphkeep.v1.ListSnapshotsRequest;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.SnapshotState;
import io.graphkeep.v1.SortOrder;
import io.graphkeep.v1.TimeRange;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a request for a list of snapshots asks of the catalog; its cursor is the cut time and the id of the last entry. */
final class SnapshotQueries {
    private static final int MOST_STATES = 10;
    private static final List<String> SETTLED = List.of("COMPLETED", "PARTIAL", "CORRUPT", "UNCONFIRMED");

    private SnapshotQueries() {}

    static void check(ListSnapshotsRequest request) {
        var span = request.getCutTime();
        new Validation()
                .optionalGraphId("graph_id", request.getGraphId())
                .atMost("states", request.getStatesCount(), MOST_STATES)
                .check(
                        "states",
                        request.getStatesList().stream().allMatch(SnapshotQueries::isState),
                        "each must be a state that a snapshot can have")
                .labels("labels", request.getLabelsMap())
                .check("cut_time", isSpan(span), "its times must be valid, and its end must not lie before its start")
                .check("order", request.getOrder() != SortOrder.UNRECOGNIZED, "this server does not know it")
                .check();
    }

    static SnapshotQuery of(Call call, ListSnapshotsRequest request, @Nullable UUID graph, Page page, Clock clock) {
        var span = request.getCutTime();
        var cursor = page.after().map(text -> text.split(":", 2));
        return new SnapshotQuery(
                graph,
                call.principal().scopes().patterns(),
                states(request),
                request.getLabelsMap(),
                span.hasStartTime() ? io.graphkeep.server.api.Timestamps.moment(span.getStartTime()) : null,
                span.hasEndTime() ? io.graphkeep.server.api.Timestamps.moment(span.getEndTime()) : null,
                request.getHeld() ? OffsetDateTime.now(clock) : null,
                request.getOrder() == SortOrder.SORT_ORDER_OLDEST_FIRST,
                cursor.map(parts -> moment(parts[0])).orElse(null),
                cursor.map(parts -> UUID.fromString(parts[1])).orElse(null),
                page.size() + 1);
    }

    static String cursor(Snapshot last) {
        return Timestamps.toMicros(last.getCutTime()) + ":" + last.getSnapshotId();
    }

    private static List<String> states(ListSnapshotsRequest request) {
        if (request.getStatesCount() == 0) {
            return SETTLED;
        }
        return request.getStatesList().stream()
                .map(state -> state.name().substring("SNAPSHOT_STATE_".length()))
                .toList();
    }

    private static boolean isState(SnapshotState state) {
        return state != SnapshotState.UNRECOGNIZED && state != SnapshotState.SNAPSHOT_STATE_UNSPECIFIED;
    }

    static boolean isSpan(TimeRange span) {
        return (!span.hasStartTime() || Timestamps.isValid(span.getStartTime()))
                && (!span.hasEndTime() || Timestamps.isValid(span.getEndTime()))
                && !(span.hasStartTime()
                        && span.hasEndTime()
                        && Timestamps.compare(span.getStartTime(), span.getEndTime()) > 0);
    }

    private static OffsetDateTime moment(String micros) {
        return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
