package io.graphkeep.client;

import io.graphkeep.v1.WatchEventsRequest;
import io.graphkeep.v1.WatchEventsResponse;
import java.util.function.Consumer;

/**
 * Follows the event log from a place on, over servers that go away and come back: no event is missed, none comes twice.
 *
 * <p>The place is the cursor of what was handed over last: a failure while an event is being handled brings it again only to a
 * follower that begins anew from an older cursor. For one thread.
 */
final class EventFollower {
    private final MonitoringCalls calls;
    private final Reopening stream;
    private WatchEventsRequest request;

    EventFollower(MonitoringCalls calls, WatchEventsRequest from, Reopening stream) {
        this.calls = calls;
        this.request = from;
        this.stream = stream;
    }

    void follow(Consumer<WatchEventsResponse> each) {
        var patience = Reopening.patience(request.hasHeartbeat(), request.getHeartbeat());
        stream.follow(() -> calls.watchEvents(request).within(patience), message -> {
            each.accept(message);
            var cursor = message.hasEvent()
                    ? message.getEvent().getCursor()
                    : message.getHeartbeat().getCursor();
            request = request.toBuilder().setCursor(cursor).clearFromStart().build();
        });
    }
}
