package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.v1.GetBackupStatsRequest;
import io.graphkeep.v1.ListOperationsRequest;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.OperationState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * All bad peers at one real server, several at a time, and an honest one beside them: each bad one gets its documented answer, the
 * honest one all that it asks for, and in the end nothing of the bad ones is left.
 */
final class BadPeersCampaign implements AutoCloseable {
    private static final int AT_ONCE = 4;
    private static final int WARM_UP = 3;
    private static final Duration SETTLING = Duration.ofSeconds(60);
    private static final byte[] HEALED = "sent as it should be".getBytes(StandardCharsets.UTF_8);
    private static final String HEAP = "jvm_memory_used_bytes\\{area=\"heap\".*\\}";

    private final BadPeersSite site;
    private final HonestPeer honest;
    private final Random random;
    private final List<BadPeer> peers = Stream.of(
                    BadUploaders.all(), BadPushers.all(), BadReaders.all(), BadConnections.all())
            .flatMap(List::stream)
            .toList();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger tries = new AtomicInteger();
    private double heapPeak;

    /**
     * What a campaign saw.
     *
     * @param wrong the bad peers that were answered otherwise
     * @param alone milliseconds that a push and a pull took before, in the middle
     * @param beside the same beside the bad peers
     */
    record Summary(int peers, int tries, List<String> wrong, double alone, double beside, int times, long heapPeakMiB) {
        double ratio() {
            return beside / alone;
        }

        @Override
        public String toString() {
            return ("bad peers: %d kinds, %d tries, %d answered otherwise %s; an honest push and pull: %.0f ms alone,"
                            + " %.0f ms beside them (%.2f times, %d of them); heap peak %d MiB")
                    .formatted(peers, tries, wrong.size(), wrong, alone, beside, ratio(), times, heapPeakMiB);
        }
    }

    BadPeersCampaign(Path directory, long seed) throws IOException {
        System.out.println("seed " + seed);
        random = new Random(seed);
        site = new BadPeersSite(directory);
        honest = new HonestPeer(site, directory, seed);
        for (var peer = 0; peer < peers.size(); peer++) {
            site.addGraph(graph(peer));
        }
    }

    Summary run(int rounds) throws Exception {
        var alone = new ArrayList<Double>();
        for (var i = 0; i < WARM_UP + 2 * rounds; i++) {
            alone.add(honest.once());
        }
        var beside = new ArrayList<Double>();
        try (var all = Executors.newVirtualThreadPerTaskExecutor();
                var some = Executors.newFixedThreadPool(AT_ONCE)) {
            for (var round = 0; round < rounds; round++) {
                var patient = begin(all, BadPeer.Manner.PATIENT);
                do {
                    measure(begin(some, BadPeer.Manner.QUICK), beside);
                } while (rounds > 1 && !areOver(patient));
                await(patient);
                for (var one : peersOf(BadPeer.Manner.ALONE)) {
                    attack(one);
                }
            }
        }
        assertNothingIsLeft();
        return new Summary(
                peers.size(),
                tries.get(),
                List.copyOf(wrong),
                median(alone.subList(WARM_UP, alone.size())),
                median(beside),
                beside.size(),
                Math.round(heapPeak / (1 << 20)));
    }

    /** Begins with all of a manner, in any order. */
    private List<Future<?>> begin(ExecutorService threads, BadPeer.Manner manner) {
        var order = peersOf(manner);
        Collections.shuffle(order, random);
        var running = new ArrayList<Future<?>>();
        order.forEach(peer -> running.add(threads.submit(() -> attack(peer))));
        return running;
    }

    private List<Integer> peersOf(BadPeer.Manner manner) {
        var chosen = new ArrayList<Integer>();
        for (var peer = 0; peer < peers.size(); peer++) {
            if (peers.get(peer).manner() == manner) {
                chosen.add(peer);
            }
        }
        return chosen;
    }

    private void attack(int number) {
        var peer = peers.get(number);
        tries.incrementAndGet();
        var said = said(peer, graph(number));
        if (!peer.isAnsweredBy(said)) {
            wrong.add(peer.name() + ": " + said + " instead of " + peer.expected());
        }
    }

    private String said(BadPeer peer, String graph) {
        try {
            return peer.attack().on(site, graph);
        } catch (Exception | AssertionError failure) {
            // Whatever goes otherwise than it should is told of this peer, and the others go on.
            return failure.toString();
        }
    }

    /** Lets the honest one work as long as these do. */
    private void measure(List<Future<?>> bad, List<Double> times) throws IOException {
        do {
            times.add(honest.once());
            heapPeak = Math.max(heapPeak, site.figure(HEAP));
        } while (!areOver(bad));
    }

    private static boolean areOver(List<Future<?>> running) {
        return running.stream().allMatch(Future::isDone);
    }

    private static void await(List<Future<?>> running) throws Exception {
        for (var one : running) {
            one.get();
        }
    }

    private static String graph(int peer) {
        return "case-" + peer;
    }

    /** What was broken off waits for its sender; whoever sends to the graph anew takes its place. */
    private void assertNothingIsLeft() {
        Await.until(
                "no operation any more",
                SETTLING,
                () -> {
                    var left = left();
                    left.stream()
                            .filter(operation -> operation.getState() == OperationState.OPERATION_STATE_QUEUED)
                            .forEach(operation -> site.upload(site.channel(), operation.getGraphId(), HEALED));
                    return left.isEmpty();
                },
                () -> left() + site.server.log());
        Await.until(
                "no session any more",
                SETTLING,
                () -> !site.stubs
                        .backup()
                        .getBackupStats(GetBackupStatsRequest.getDefaultInstance())
                        .getStore()
                        .hasOldestSessionTime(),
                site.server::log);
        Await.until(
                "no transfer any more",
                SETTLING,
                () -> site.figure("graphkeep_transfers_active\\{.*\\}") == 0,
                site.server::log);
        assertThat(TestFiles.names(site.server.home().resolve("spool"))).isEmpty();
        for (var way : List.of("upload", "push", "download")) {
            assertThat(site.figure("graphkeep_transfer_bytes_total\\{way=\"" + way + "\"\\}"))
                    .isPositive();
            assertThat(site.figure("graphkeep_transfers_total\\{outcome=\"failed\",way=\"" + way + "\"\\}"))
                    .isPositive();
            assertThat(site.figure("graphkeep_transfers_total\\{outcome=\"completed\",way=\"" + way + "\"\\}"))
                    .isPositive();
        }
    }

    private List<Operation> left() {
        var open = ListOperationsRequest.newBuilder()
                .addStates(OperationState.OPERATION_STATE_QUEUED)
                .addStates(OperationState.OPERATION_STATE_RUNNING)
                .build();
        return site.stubs.monitoring().listOperations(open).getOperationsList();
    }

    private static double median(List<Double> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    @Override
    public void close() {
        honest.close();
        site.close();
    }
}
