package io.graphkeep.server.api;

import static io.graphkeep.server.api.WithGrpcServer.failure;
import static io.graphkeep.server.api.WithGrpcServer.info;
import static io.graphkeep.server.api.WithGrpcServer.reason;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.graphkeep.server.catalog.EventBell;
import io.graphkeep.server.catalog.EventKind;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Severity;
import io.graphkeep.server.catalog.TestDatabase;
import io.graphkeep.server.catalog.event.StoredEventMapper;
import io.graphkeep.server.monitoring.events.EventFeed;
import io.graphkeep.server.security.Role;
import io.graphkeep.v1.Event;
import io.graphkeep.v1.EventFilter;
import io.graphkeep.v1.ListEventsRequest;
import io.graphkeep.v1.ListEventsResponse;
import io.graphkeep.v1.MonitoringServiceGrpc;
import io.graphkeep.v1.MonitoringServiceGrpc.MonitoringServiceBlockingStub;
import io.graphkeep.v1.SortOrder;
import io.graphkeep.v1.TimeRange;
import io.graphkeep.v1.WatchEventsRequest;
import io.graphkeep.v1.WatchEventsResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events are listed and followed, each caller his own. */
class EventCallsTest {
    private static final UUID OPERATION = new UUID(5, 6);

    private final Map<String, MonitoringServiceBlockingStub> stubs = new HashMap<>();
    private TestDatabase test;
    private EventBell bell;
    private EventLog log;
    private EventFeed feed;
    private ApiFixture api;

    @BeforeEach
    void open() {
        test = TestDatabase.create(StoredEventMapper.class);
        bell = new EventBell(test.database());
        log = new EventLog(Clock.systemUTC(), true, bell::ring);
        feed = FeedOf.the(test.database(), bell, new UUID(7, 7));
        var service = ServiceMethods.of(MonitoringServiceGrpc.getServiceDescriptor());
        new EventCalls(feed, new Pages(new byte[] {1}), Clock.systemUTC()).addTo(service);
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
    void aWatcherIsToldWhereItStandsAndThenOfEachEventAsItHappens() {
        append("books", "before");
        var watch = as("mona").watchEvents(WatchEventsRequest.getDefaultInstance());

        assertThat(watch.next().getHeartbeat().getCursor()).isNotEmpty();
        append("books", "one");
        append("films", "two");

        assertThat(sentences(watch, 2)).containsExactly("one", "two");
    }

    @Test
    void aWatcherWhoComesBackGoesOnAfterWhatItHadByTheCursorOfEventOrHeartbeat() {
        var mona = as("mona");
        var watch = mona.watchEvents(WatchEventsRequest.getDefaultInstance());
        var heartbeat = watch.next().getHeartbeat().getCursor();
        append("books", "one");
        append("books", "two");
        var one = watch.next().getEvent();

        assertThat(sentences(mona.watchEvents(from(heartbeat)), 3)).containsExactly("", "one", "two");
        assertThat(sentences(mona.watchEvents(from(one.getCursor())), 2)).containsExactly("", "two");
    }

    @Test
    void aHeartbeatMovesOnPastEventsThatTheFilterLeavesOut() {
        var mona = as("mona");
        var watch = mona.watchEvents(WatchEventsRequest.newBuilder()
                .setFilter(EventFilter.newBuilder().setText("nothing says this"))
                .setHeartbeat(Durations.fromSeconds(1))
                .build());
        var first = watch.next().getHeartbeat();
        append("books", "one");
        var second = watch.next().getHeartbeat();

        assertThat(second.getCursor()).isNotEqualTo(first.getCursor());
        assertThat(Timestamps.compare(second.getServerTime(), first.getServerTime()))
                .isPositive();
        append("books", "two");
        assertThat(sentences(mona.watchEvents(from(second.getCursor())), 2)).containsExactly("", "two");
    }

    @Test
    void aScopedTokenSeesTheEventsOfItsGraphsOnly() {
        append("books", "of books");
        append("films", "of films");
        append(null, "of the server");
        var scoped = as("sam", "boo*");

        assertThat(list(scoped, EventFilter.getDefaultInstance())).containsExactly("of books");
        var watch = scoped.watchEvents(
                WatchEventsRequest.newBuilder().setFromStart(true).build());
        append("films", "of films again");
        append("books", "of books again");
        assertThat(sentences(watch, 3)).containsExactly("", "of books", "of books again");
        assertThat(reason(() -> list(scoped, filter("graph_id", "films")))).isEqualTo("GRAPH_NOT_FOUND");
        assertThat(reason(() -> list(scoped, filter("graph_id", "boo")))).isEqualTo("GRAPH_NOT_FOUND");
    }

    @Test
    void filtersMeanTheSameForAListAndForAStream() {
        append("books", "A Capture of books failed", Severity.ERROR, EventKind.SNAPSHOT_FAILED);
        append("books", "Routine", Severity.INFO, EventKind.SNAPSHOT_COMPLETED);
        append("films", "A capture of films failed", Severity.CRITICAL, EventKind.SNAPSHOT_FAILED);
        var filters = List.of(
                EventFilter.newBuilder().setText("CAPTURE OF").build(),
                EventFilter.newBuilder()
                        .setMinSeverity(io.graphkeep.v1.Severity.SEVERITY_ERROR)
                        .build(),
                EventFilter.newBuilder()
                        .addKinds(io.graphkeep.v1.EventKind.EVENT_KIND_SNAPSHOT_FAILED)
                        .build(),
                EventFilter.newBuilder()
                        .setGraphId("books")
                        .setActor("ann")
                        .setOperationId(OPERATION.toString())
                        .build());

        for (var filter : filters) {
            var listed = list(as("mona"), filter);
            var followed = as("mona")
                    .watchEvents(WatchEventsRequest.newBuilder()
                            .setFilter(filter)
                            .setFromStart(true)
                            .build());
            assertThat(listed).hasSize(2);
            assertThat(sentences(followed, 3).subList(1, 3)).containsExactly(listed.get(1), listed.get(0));
        }
    }

    @Test
    void aKindThatThisServerNeverWritesIsNoErrorAndFindsNothing() {
        append("books", "one");
        var filter = EventFilter.newBuilder()
                .addKinds(io.graphkeep.v1.EventKind.EVENT_KIND_FAILOVER_STARTED)
                .build();

        assertThat(list(as("mona"), filter)).isEmpty();
    }

    @Test
    void aListGoesThroughAllPagesInEitherOrderAndTakesASpanOfTime() {
        for (var number = 0; number < 7; number++) {
            append("books", "event " + number);
        }
        var mona = as("mona");

        assertThat(pages(mona, SortOrder.SORT_ORDER_OLDEST_FIRST))
                .containsExactly("event 0", "event 1", "event 2", "event 3", "event 4", "event 5", "event 6");
        assertThat(pages(mona, SortOrder.SORT_ORDER_UNSPECIFIED))
                .containsExactly("event 6", "event 5", "event 4", "event 3", "event 2", "event 1", "event 0");
        var past = EventFilter.newBuilder()
                .setEventTime(TimeRange.newBuilder().setEndTime(Timestamps.fromMillis(0)))
                .build();
        assertThat(list(mona, past)).isEmpty();
    }

    @Test
    void badRequestsAreRefusedWithTheFieldOrTheReason() {
        var mona = as("mona");

        assertThat(reason(() -> mona.watchEvents(from("nonsense")).next())).isEqualTo("CURSOR_INVALID");
        for (var wrong : List.of(
                WatchEventsRequest.newBuilder().setCursor("x").setFromStart(true),
                WatchEventsRequest.newBuilder().setHeartbeat(Durations.fromMillis(10)),
                WatchEventsRequest.newBuilder().setHeartbeat(Durations.fromSeconds(301)),
                WatchEventsRequest.newBuilder()
                        .setFilter(EventFilter.newBuilder().setEventTime(TimeRange.getDefaultInstance())),
                WatchEventsRequest.newBuilder()
                        .setFilter(EventFilter.newBuilder().setText("x".repeat(129))),
                WatchEventsRequest.newBuilder()
                        .setFilter(EventFilter.newBuilder().addKindsValue(9_999)),
                WatchEventsRequest.newBuilder()
                        .setFilter(EventFilter.newBuilder().setMinSeverityValue(77)),
                WatchEventsRequest.newBuilder()
                        .setFilter(EventFilter.newBuilder().setOperationId("1")))) {
            assertThat(reason(() -> mona.watchEvents(wrong.build()).next()))
                    .as(wrong.toString())
                    .isEqualTo("INVALID_ARGUMENT");
        }
        assertThat(reason(() -> list(mona, filter("graph_id", "nothere")))).isEqualTo("GRAPH_NOT_FOUND");
    }

    @Test
    void aCursorThatExpiredNamesTheOldestOne() {
        append("books", "one");
        var watch = as("mona")
                .watchEvents(WatchEventsRequest.newBuilder().setFromStart(true).build());
        var cursor = watch.next().getHeartbeat().getCursor();
        sentences(watch, 1);
        test.database().inTransaction(transaction -> {
            try (var statement = transaction.connection().createStatement()) {
                return statement.executeUpdate("UPDATE event_log SET forgotten = 1");
            } catch (java.sql.SQLException e) {
                throw new IllegalStateException(e);
            }
        });

        var refused = info(failure(() -> as("mona").watchEvents(from(cursor)).next()));

        assertThat(refused.getReason()).isEqualTo("CURSOR_EXPIRED");
        append("books", "two");
        assertThat(sentences(as("mona").watchEvents(from(refused.getMetadataOrThrow("cursor"))), 2))
                .containsExactly("", "two");
    }

    private static EventFilter filter(String field, String value) {
        var descriptor = EventFilter.getDescriptor().findFieldByName(field);
        return EventFilter.newBuilder().setField(descriptor, value).build();
    }

    private static WatchEventsRequest from(String cursor) {
        return WatchEventsRequest.newBuilder().setCursor(cursor).build();
    }

    private MonitoringServiceBlockingStub as(String name, String... scopes) {
        return stubs.computeIfAbsent(
                        name,
                        unknown -> MonitoringServiceGrpc.newBlockingStub(
                                api.channel(api.token(name, Role.MONITOR, scopes))))
                .withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    private static List<String> list(MonitoringServiceBlockingStub stub, EventFilter filter) {
        return stub.listEvents(ListEventsRequest.newBuilder().setFilter(filter).build()).getEventsList().stream()
                .filter(event -> !event.getSentence().contains(" was refused"))
                .map(Event::getSentence)
                .toList();
    }

    private static List<String> pages(MonitoringServiceBlockingStub stub, SortOrder order) {
        var all = new ArrayList<String>();
        var request = ListEventsRequest.newBuilder().setPageSize(3).setOrder(order);
        ListEventsResponse page;
        do {
            page = stub.listEvents(request.build());
            page.getEventsList().forEach(event -> all.add(event.getSentence()));
            request.setPageToken(page.getNextPageToken());
        } while (!page.getNextPageToken().isEmpty());
        return all;
    }

    /** The sentences of so many messages; that of a heartbeat is empty. */
    private static List<String> sentences(Iterator<WatchEventsResponse> watch, int messages) {
        var sentences = new ArrayList<String>();
        while (sentences.size() < messages) {
            sentences.add(watch.next().getEvent().getSentence());
        }
        return sentences;
    }

    private void append(@Nullable String graph, String sentence) {
        append(graph, sentence, Severity.NOTICE, EventKind.GRAPH_UPDATED);
    }

    private void append(@Nullable String graph, String sentence, Severity severity, EventKind kind) {
        var event = io.graphkeep.server.catalog.Event.of(kind, "ann", sentence)
                .severity(severity)
                .operation(OPERATION);
        test.database().inTransaction(transaction -> {
            log.append(transaction, graph == null ? event : event.graph(new UUID(1, graph.hashCode()), graph));
            return sentence;
        });
    }
}
