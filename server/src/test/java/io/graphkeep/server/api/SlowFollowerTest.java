package io.graphkeep.server.api;

import static io.graphkeep.server.api.WithGrpcServer.info;
import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.catalog.Event;
import io.graphkeep.server.catalog.EventBell;
import io.graphkeep.server.catalog.EventKind;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.TestDatabase;
import io.graphkeep.server.catalog.embedded.Eventually;
import io.graphkeep.server.catalog.event.StoredEventMapper;
import io.graphkeep.server.monitoring.events.EventFeed;
import io.graphkeep.server.security.Role;
import io.graphkeep.v1.MonitoringServiceGrpc;
import io.graphkeep.v1.WatchEventsRequest;
import io.graphkeep.v1.WatchEventsResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A follower that takes nothing loses its stream and nothing else. */
class SlowFollowerTest {
    private static final int EVENTS = 3_000;

    /** Longer than a reader that reads is kept from it on a crowded machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final SimpleMeterRegistry figures = new SimpleMeterRegistry();
    private TestDatabase test;
    private EventBell bell;
    private EventFeed feed;
    private ApiFixture api;

    @BeforeEach
    void open() {
        test = TestDatabase.create(StoredEventMapper.class);
        bell = new EventBell(test.database());
        feed = FeedOf.the(test.database(), bell, new UUID(7, 7), figures);
        var service = ServiceMethods.of(MonitoringServiceGrpc.getServiceDescriptor());
        var pace = new Outflow.Pace(16 << 10, new TransferLimits(PATIENCE, Duration.ofDays(1)));
        new EventCalls(feed, new Pages(new byte[] {1}), pace, Clock.systemUTC()).addTo(service);
        api = new ApiFixture(List.of(service));
    }

    @AfterEach
    void close() {
        api.close();
        feed.close();
        bell.close();
        test.close();
    }

    @Test
    void whoTakesNothingIsCutOffWithTheCursorToGoOnFromWhileOthersGetEverything() throws Exception {
        var channel = api.channel(api.token("mona", Role.MONITOR));
        var slow = new Slow();
        // On a connection of its own: what it does not take counts against all that share one.
        MonitoringServiceGrpc.newStub(api.channel(api.token("sam", Role.MONITOR)))
                .watchEvents(WatchEventsRequest.getDefaultInstance(), slow);
        var others = MonitoringServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
        var quick = others.watchEvents(WatchEventsRequest.getDefaultInstance());
        quick.next();
        append();

        var all = new ArrayList<Long>();
        while (all.size() < EVENTS) {
            var message = quick.next();
            if (message.hasEvent()) {
                all.add(message.getEvent().getSequence());
            }
        }
        Eventually.holds(
                () -> figures.counter("graphkeep.event.subscribers.cut").count() == 1);
        slow.readOn();
        assertThat(slow.ended.await(30, TimeUnit.SECONDS)).isTrue();
        var told = info(slow.failure);

        assertThat(told.getReason()).isEqualTo("SLOW_CONSUMER");
        assertThat(slow.seen.size()).isBetween(1, EVENTS - 1);
        var rest = others.watchEvents(WatchEventsRequest.newBuilder()
                .setCursor(told.getMetadataOrThrow("cursor"))
                .build());
        rest.next();
        while (slow.seen.size() < EVENTS) {
            slow.seen.add(rest.next().getEvent().getSequence());
        }
        assertThat(slow.seen).isEqualTo(all);
    }

    /** Enough that it does not all wait in the transport: a megabyte at a client that grants as much as is usual. */
    private void append() {
        var log = new EventLog(Clock.systemUTC(), true, bell::ring);
        for (var batch = 0; batch < EVENTS; batch += 500) {
            test.database().inTransaction(transaction -> {
                for (var number = 0; number < 500; number++) {
                    log.append(transaction, Event.of(EventKind.CONFIG_WARNING, "server", "x".repeat(900)));
                }
                return true;
            });
        }
    }

    private static final class Slow implements ClientResponseObserver<WatchEventsRequest, WatchEventsResponse> {
        final List<Long> seen = new ArrayList<>();
        final CountDownLatch ended = new CountDownLatch(1);
        private @Nullable ClientCallStreamObserver<WatchEventsRequest> call;
        private volatile StatusRuntimeException failure = Status.OK.asRuntimeException();

        @Override
        public void beforeStart(ClientCallStreamObserver<WatchEventsRequest> stream) {
            call = stream;
            stream.disableAutoRequestWithInitial(1);
        }

        void readOn() {
            Objects.requireNonNull(call).request(EVENTS + 1_000);
        }

        @Override
        public void onNext(WatchEventsResponse message) {
            if (message.hasEvent()) {
                seen.add(message.getEvent().getSequence());
            }
        }

        @Override
        public void onError(Throwable why) {
            failure = Status.fromThrowable(why).asRuntimeException(Status.trailersFromThrowable(why));
            ended.countDown();
        }

        @Override
        public void onCompleted() {
            ended.countDown();
        }
    }
}
