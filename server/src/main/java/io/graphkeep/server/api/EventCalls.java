package io.graphkeep.server.api;

import com.google.protobuf.util.Durations;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.monitoring.events.EventChoice;
import io.graphkeep.server.monitoring.events.EventFeed;
import io.graphkeep.server.monitoring.events.EventReader;
import io.graphkeep.v1.Event;
import io.graphkeep.v1.EventFilter;
import io.graphkeep.v1.EventHeartbeat;
import io.graphkeep.v1.ListEventsRequest;
import io.graphkeep.v1.ListEventsResponse;
import io.graphkeep.v1.MonitoringServiceGrpc;
import io.graphkeep.v1.SortOrder;
import io.graphkeep.v1.WatchEventsRequest;
import io.graphkeep.v1.WatchEventsResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The calls about events: list, and follow from a cursor. Events of graphs out of a caller's scope are not there. */
final class EventCalls {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final EventFeed feed;
    private final Pages pages;
    private final Outflow.Pace pace;
    private final Clock clock;

    EventCalls(EventFeed feed, Pages pages, Clock clock) {
        this(feed, pages, Outflow.Pace.FEED, clock);
    }

    /** With a patience of its own with who takes nothing. */
    EventCalls(EventFeed feed, Pages pages, Outflow.Pace pace, Clock clock) {
        this.pace = pace;
        this.feed = feed;
        this.pages = pages;
        this.clock = clock;
    }

    void addTo(ServiceMethods service) {
        service.unary(MonitoringServiceGrpc.getListEventsMethod(), this::list);
        service.streaming(MonitoringServiceGrpc.getWatchEventsMethod(), pace, this::watch);
    }

    private ListEventsResponse list(Call call, ListEventsRequest request) throws InterruptedException {
        EventChecks.check(request);
        var choice = choice(call, request.getFilter());
        var page = pages.open(call, request);
        var events = page(choice, request.getOrder() == SortOrder.SORT_ORDER_OLDEST_FIRST, page);
        var answer = ListEventsResponse.newBuilder();
        events.stream().limit(page.size()).forEach(answer::addEvents);
        if (events.size() > page.size()) {
            answer.setNextPageToken(
                    page.next(Long.toString(events.get(page.size() - 1).getSequence())));
        }
        return answer.build();
    }

    private List<Event> page(EventChoice choice, boolean oldestFirst, Page page) throws InterruptedException {
        var last = page.after().map(Long::valueOf);
        if (oldestFirst) {
            return feed.oldest(choice, last.orElse(0L), page.size() + 1);
        }
        return last.isPresent()
                ? feed.newestBefore(choice, last.get(), page.size() + 1)
                : feed.newest(choice, page.size() + 1);
    }

    private void watch(Call call, WatchEventsRequest request, Outflow<WatchEventsResponse> out)
            throws InterruptedException {
        EventChecks.check(request);
        var choice = choice(call, request.getFilter());
        var pause = request.hasHeartbeat() ? Duration.ofNanos(Durations.toNanos(request.getHeartbeat())) : HEARTBEAT;
        try (var reader = feed.follow(choice, request.getCursor(), request.getFromStart())) {
            out.onCancel(reader::call);
            send(out, reader, pause);
        }
    }

    private void send(Outflow<WatchEventsResponse> out, EventReader reader, Duration pause)
            throws InterruptedException {
        var cursor = reader.cursor();
        try {
            out.send(heartbeat(cursor));
            var sent = System.nanoTime();
            while (!out.isCancelled()) {
                var left = pause.minusNanos(System.nanoTime() - sent);
                var events = left.isPositive() ? reader.next(left) : List.<Event>of();
                for (var event : events) {
                    out.send(WatchEventsResponse.newBuilder().setEvent(event).build());
                    cursor = event.getCursor();
                    sent = System.nanoTime();
                }
                cursor = reader.cursor();
                if (!left.isPositive()) {
                    out.send(heartbeat(cursor));
                    sent = System.nanoTime();
                }
            }
        } catch (GraphkeepException failure) {
            throw failure.reason() == Reason.SLOW_CONSUMER ? cutOff(failure, cursor) : failure;
        }
    }

    private GraphkeepException cutOff(GraphkeepException tooSlow, String cursor) {
        feed.cutOff();
        return tooSlow.with("cursor", cursor);
    }

    private WatchEventsResponse heartbeat(String cursor) {
        return WatchEventsResponse.newBuilder()
                .setHeartbeat(
                        EventHeartbeat.newBuilder().setCursor(cursor).setServerTime(Timestamps.of(clock.instant())))
                .build();
    }

    private EventChoice choice(Call call, EventFilter filter) {
        var graph = filter.getGraphId();
        if (!graph.isEmpty()) {
            call.requireGraph(graph);
            if (!feed.knows(graph)) {
                throw Call.graphNotFound(graph);
            }
        }
        var scopes = call.principal().scopes();
        return new EventChoice(filter, scopes.isAll() ? List.of() : scopes.patterns(), call::sees);
    }
}
