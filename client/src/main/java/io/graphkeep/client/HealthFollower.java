package io.graphkeep.client;

import io.graphkeep.v1.WatchHealthRequest;
import io.graphkeep.v1.WatchHealthResponse;
import java.util.function.Consumer;

/**
 * Follows health over servers that go away and come back: the whole comes first, and again after each gap.
 *
 * <p>For one thread.
 */
final class HealthFollower {
    private final MonitoringCalls calls;
    private final WatchHealthRequest request;
    private final Reopening stream;

    HealthFollower(MonitoringCalls calls, WatchHealthRequest request, Reopening stream) {
        this.calls = calls;
        this.request = request;
        this.stream = stream;
    }

    void follow(Consumer<WatchHealthResponse> each) {
        var patience = Reopening.patience(request.hasHeartbeat(), request.getHeartbeat());
        stream.follow(() -> calls.watchHealth(request).within(patience), each);
    }
}
