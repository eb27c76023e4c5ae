package io.graphkeep.server.api;

import io.graphkeep.v1.EventFilter;
import io.graphkeep.v1.EventKind;
import io.graphkeep.v1.ListEventsRequest;
import io.graphkeep.v1.Severity;
import io.graphkeep.v1.SortOrder;
import io.graphkeep.v1.WatchEventsRequest;
import java.time.Duration;

/** The checks of requests for events. */
final class EventChecks {
    private static final int MOST_KINDS = 100;
    private static final int LONGEST_TEXT = 128;
    private static final int LONGEST_ACTOR = 500;
    private static final Duration SHORTEST_HEARTBEAT = Duration.ofSeconds(1);
    private static final Duration LONGEST_HEARTBEAT = Duration.ofMinutes(5);

    private EventChecks() {}

    static void check(ListEventsRequest request) {
        filter(request.getFilter())
                .check("order", request.getOrder() != SortOrder.UNRECOGNIZED, "this server does not know it")
                .check(
                        "filter.event_time",
                        SnapshotQueries.isSpan(request.getFilter().getEventTime()),
                        "its times must be valid, and its end must not lie before its start")
                .check();
    }

    static void check(WatchEventsRequest request) {
        filter(request.getFilter())
                .check(
                        "filter.event_time",
                        !request.getFilter().hasEventTime(),
                        "a stream has no end: it is for ListEvents")
                .check(
                        "from_start",
                        !request.getFromStart() || request.getCursor().isEmpty(),
                        "it must not be set with a cursor")
                .check();
        heartbeat(request.hasHeartbeat(), request.getHeartbeat());
    }

    /** Checks the time between heartbeats of a stream. */
    static void heartbeat(boolean present, com.google.protobuf.Duration value) {
        if (present) {
            new Validation()
                    .duration("heartbeat", value, SHORTEST_HEARTBEAT, LONGEST_HEARTBEAT)
                    .check();
        }
    }

    private static Validation filter(EventFilter filter) {
        return new Validation()
                .optionalGraphId("filter.graph_id", filter.getGraphId())
                .atMost("filter.kinds", filter.getKindsCount(), MOST_KINDS)
                .check(
                        "filter.kinds",
                        filter.getKindsList().stream().allMatch(EventChecks::isKind),
                        "each must be a kind of event that this server knows")
                .check(
                        "filter.min_severity",
                        filter.getMinSeverity() != Severity.UNRECOGNIZED,
                        "this server does not know it")
                .text("filter.text", filter.getText(), 0, LONGEST_TEXT)
                .text("filter.actor", filter.getActor(), 0, LONGEST_ACTOR)
                .optionalId("filter.operation_id", filter.getOperationId())
                .optionalId("filter.target_id", filter.getTargetId())
                .optionalId("filter.failover_id", filter.getFailoverId());
    }

    private static boolean isKind(EventKind kind) {
        return kind != EventKind.UNRECOGNIZED && kind != EventKind.EVENT_KIND_UNSPECIFIED;
    }
}
