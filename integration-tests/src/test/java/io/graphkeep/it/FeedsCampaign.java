package io.graphkeep.it;

import io.graphkeep.v1.CreateGraphRequest;
import io.graphkeep.v1.Event;
import io.graphkeep.v1.EventFilter;
import io.graphkeep.v1.EventKind;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.ListEventsRequest;
import io.graphkeep.v1.MonitoringServiceGrpc;
import io.graphkeep.v1.PushedSource;
import io.graphkeep.v1.SortOrder;
import io.graphkeep.v1.Source;
import io.graphkeep.v1.WatchEventsRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Follows the event log of a real server with many subscribers at once while events are made at a rate, and compares what each was
 * told with what the log holds in the end. A few stop reading at a random moment, and are cut off; nobody else may notice.
 */
final class FeedsCampaign implements AutoCloseable {
    private static final int PER_CHANNEL = 60;
    private static final int GRAPHS = 12;
    private static final int ONE_IN = 25;
    private static final int SMALL_WINDOW = 64 << 10;
    private static final Duration SETTLING = Duration.ofSeconds(60);
    private static final Pattern HEAP = Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\".*\\} (\\S+)$");
    private static final Pattern CUT = Pattern.compile("(?m)^graphkeep_event_subscribers_cut_total (\\S+)$");

    private final Random random;
    private final ServerProcess server;
    private final Stubs stubs;
    private final List<ManagedChannel> channels = new ArrayList<>();
    private final Latencies latencies = new Latencies();
    private double heapPeak;

    /**
     * What a campaign saw.
     *
     * @param wrong subscribers that were not told of each event once and in order
     * @param cut those that had stopped reading and were cut off
     */
    record Summary(
            int subscribers,
            int events,
            double perSecond,
            double p50,
            double p99,
            long heapPeakMiB,
            int wrong,
            int stopped,
            int cut,
            int resumed) {
        @Override
        public String toString() {
            return ("feeds: %d subscribers, %d events at %.0f/s: p50 %.0f ms, p99 %.0f ms, heap peak %d MiB; %d wrong;"
                            + " %d stopped reading, %d cut off, %d resumed to the end")
                    .formatted(subscribers, events, perSecond, p50, p99, heapPeakMiB, wrong, stopped, cut, resumed);
        }
    }

    FeedsCampaign(Path directory, long seed) {
        System.out.println("seed " + seed);
        random = new Random(seed);
        server = ServerProcess.start(
                PreparedHome.at(directory.resolve("home")),
                Launcher.USUAL_JVM,
                "GRAPHKEEP_MAX_STREAMS_PER_TOKEN=5000",
                "GRAPHKEEP_MAX_REQUESTS_PER_SECOND=100000");
        stubs = new Stubs(server);
        for (var graph = 0; graph < GRAPHS; graph++) {
            stubs.backup()
                    .createGraph(CreateGraphRequest.newBuilder()
                            .setGraph(Graph.newBuilder()
                                    .setGraphId("graph-" + graph)
                                    .setSource(Source.newBuilder().setPushed(PushedSource.getDefaultInstance())))
                            .build());
        }
    }

    Summary run(int subscribers, int rate, int seconds) {
        var stopping = subscribers / ONE_IN;
        var readers = Stream.generate(() -> Integer.MAX_VALUE)
                .limit(subscribers - stopping)
                .map(FeedsCampaign.this::subscriber)
                .toList();
        var stoppers = random.ints(stopping, 1, Math.max(2, rate))
                .boxed()
                .map(this::subscriber)
                .toList();
        follow(readers, 0);
        follow(stoppers, SMALL_WINDOW);
        Stream.concat(readers.stream(), stoppers.stream())
                .forEach(each -> Await.until("a subscriber to begin", SETTLING, each::hasBegun, server::log));

        var load = new FeedsLoad(stubs, GRAPHS);
        var begun = System.nanoTime();
        load.make(rate, seconds, this::lookAtHeap);
        var took = (System.nanoTime() - begun) / 1e9;
        var events = logged();
        Await.until(
                "every reader to have all",
                SETTLING,
                () -> readers.stream().allMatch(each -> each.count() >= events.length || each.hasEnded()),
                server::log);

        var cut = awaitCut(stopping, events.length);
        var resumed = stoppers.stream().filter(each -> resumes(each, events)).count();
        var wrong = readers.stream()
                .filter(each -> !Arrays.equals(each.seen(), events))
                .count();
        return new Summary(
                subscribers,
                events.length,
                events.length / took,
                latencies.percentile(50),
                latencies.percentile(99),
                Math.round(heapPeak / (1 << 20)),
                (int) wrong,
                stopping,
                cut,
                (int) resumed);
    }

    private FeedsSubscriber subscriber(int stopAfter) {
        return new FeedsSubscriber(stopAfter, latencies);
    }

    private static WatchEventsRequest from(String cursor) {
        return WatchEventsRequest.newBuilder()
                .setFilter(filter())
                .setCursor(cursor)
                .build();
    }

    private static EventFilter filter() {
        return EventFilter.newBuilder()
                .addKinds(EventKind.EVENT_KIND_GRAPH_UPDATED)
                .build();
    }

    private void follow(List<FeedsSubscriber> subscribers, int window) {
        for (var number = 0; number < subscribers.size(); number++) {
            if (number % PER_CHANNEL == 0) {
                channels.add(channel(window));
            }
            monitoring(channels.getLast()).watchEvents(from(""), subscribers.get(number));
        }
    }

    private MonitoringServiceGrpc.MonitoringServiceStub monitoring(ManagedChannel channel) {
        var headers = new Metadata();
        headers.put(Stubs.AUTHORIZATION, "Bearer " + server.adminToken());
        return MonitoringServiceGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private ManagedChannel channel(int window) {
        var builder = NettyChannelBuilder.forTarget(server.grpc()).usePlaintext();
        return window == 0 ? builder.build() : builder.flowControlWindow(window).build();
    }

    /** Who stopped reading gets, when it reads again, what had been sent, and then where to go on. */
    private boolean resumes(FeedsSubscriber stopped, long[] events) {
        stopped.readOn();
        Await.until(
                "one that stopped to have read the rest",
                SETTLING,
                () -> stopped.hasEnded() || stopped.count() >= events.length,
                server::log);
        // What it missed is old when it comes, and says nothing of how quick the feed is.
        var rest = new FeedsSubscriber(Integer.MAX_VALUE, new Latencies());
        if (stopped.hasEnded()) {
            monitoring(channels.getFirst()).watchEvents(from(stopped.cursor()), rest);
            Await.until(
                    "a reader that came back to have the rest",
                    SETTLING,
                    () -> rest.hasEnded() || stopped.count() + rest.count() >= events.length,
                    server::log);
        }
        var all = Arrays.copyOf(stopped.seen(), stopped.count() + rest.count());
        System.arraycopy(rest.seen(), 0, all, stopped.count(), rest.count());
        return Arrays.equals(all, events);
    }

    /** The numbers of the events that were made, in the order of the log. */
    private long[] logged() {
        var all = new ArrayList<Event>();
        var request = ListEventsRequest.newBuilder()
                .setFilter(filter())
                .setPageSize(1_000)
                .setOrder(SortOrder.SORT_ORDER_OLDEST_FIRST);
        do {
            var page = stubs.monitoring().listEvents(request.build());
            all.addAll(page.getEventsList());
            request.setPageToken(page.getNextPageToken());
        } while (!request.getPageToken().isEmpty());
        return all.stream().mapToLong(Event::getSequence).toArray();
    }

    /** A small run ends before anybody's patience does. */
    private int awaitCut(int stopping, int events) {
        if (events > FeedsLoad.ENOUGH_TO_CUT) {
            Await.until("those who stopped to be cut off", SETTLING, () -> figure(CUT) >= stopping, server::log);
        }
        return (int) figure(CUT);
    }

    private void lookAtHeap() {
        heapPeak = Math.max(heapPeak, figure(HEAP));
    }

    private double figure(Pattern pattern) {
        var text = WebPage.of(server.http(), "/metrics", server.adminToken()).text();
        return pattern.matcher(text)
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sum();
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        stubs.close();
        server.close();
    }
}
