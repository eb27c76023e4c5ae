package io.graphkeep.it;

import io.graphkeep.net.FaultProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Cuts pushes, uploads and downloads again and again, at bytes that are drawn, and looks each time whether they end right: with
 * one snapshot more that is the source bit for bit, or with a directory that is; with nothing sent again that was known to be
 * durable; and with nothing left that nobody needs.
 *
 * <p>The seed is in every complaint.
 */
final class CutCampaign implements AutoCloseable {
    private static final int DOCUMENTS = 20;
    private static final int SMALL_FILES = 40;
    private static final int SMALL = 3 << 20;

    /** So much that a part of it is acknowledged as durable on the way. */
    private static final int LARGE = 44 << 20;

    private static final int ONE_LARGE_IN = 6;

    /** Campaigns up to this size are for the build: they send little, and abandon nothing that they would have to wait for. */
    private static final int BRIEF = 6;

    private static final int ROUNDS_BETWEEN_AUDITS = 12;
    private static final long MINUTES = 5;

    /** What a client that is killed has sent, and its server has not read or not in full. */
    private static final long UNDER_WAY = 10 << 20;

    /** What the wire takes beside the content, at most. */
    private static final double FRAMING = 0.01;

    private static final double MEBIBYTE = 1 << 20;

    private final Path source;
    private final long seed;
    private final Random random;
    private final SampleGraph sample;
    private final CutSite site;
    private final CutTransfers transfers;
    private final CutLeftovers leftovers;
    private final CutTally tally;
    private final Map<Cut.Way, CutSize> overheads = new EnumMap<>(Cut.Way.class);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private long news;

    CutCampaign(Path directory, long seed) throws IOException {
        this.source = directory.resolve("source");
        this.seed = seed;
        this.random = new Random(seed);
        this.sample = new SampleGraph(seed);
        this.site = new CutSite(directory, random);
        this.transfers = new CutTransfers(site, directory, source);
        this.leftovers = new CutLeftovers(site, directory, transfers.acknowledged());
        this.tally = new CutTally(seed);
    }

    CutTally run(int rounds) throws Exception {
        leftovers.addGraph(CutTransfers.PUSHED);
        leftovers.addGraph(CutTransfers.UPLOADED);
        Files.createDirectories(source);
        sample.lightRag(source, DOCUMENTS);
        undisturbed();
        var isBrief = rounds <= BRIEF;
        for (var round = 0; round < rounds; round++) {
            round(round, isBrief);
            if ((round + 1) % ROUNDS_BETWEEN_AUDITS == 0) {
                System.out.println(tally);
                leftovers.requireNone("after round " + round + ", seed " + seed);
            }
        }
        if (!isBrief) {
            abandon();
        }
        leftovers.requireNone("at the end, seed " + seed);
        return tally;
    }

    /** One of each way without a cut, from which is known what a transfer needs beside its content. */
    private void undisturbed() throws Exception {
        edit(SMALL);
        push();
        for (var way : Cut.Way.values()) {
            edit(SMALL);
            if (way == Cut.Way.DOWNLOAD) {
                push();
            }
            try (var network = site.network()) {
                transfers.undisturbed(way, network, news);
                var size = CutSite.size(network, way);
                overheads.put(way, new CutSize(Math.max(1, size.forwards() - content(way)), size.backwards()));
            }
        }
    }

    private void round(int round, boolean isBrief) throws Exception {
        var way = Cut.way(round);
        // Only of a large one is something known to be durable when its server is killed.
        var isKilledPush = way == Cut.Way.PUSH && Cut.kind(round) == Cut.Kind.SERVER_KILLED;
        var isLarge = !isBrief && (isKilledPush || random.nextInt(ONE_LARGE_IN) == 0);
        edit((isLarge ? LARGE : SMALL) + random.nextInt(SMALL));
        if (way == Cut.Way.DOWNLOAD) {
            push();
        }
        var needed = needed(way);
        var cut = Cut.drawn(random, round, needed);
        var when = "in round " + round + ", " + cut + ", seed " + seed;
        try (var network = site.network()) {
            var begun = System.nanoTime();
            var hit = cut.kind() == Cut.Kind.CLIENT_KILLED
                    ? transfers.killed(cut, network, when)
                    : cut(cut, network, when);
            var seconds = (System.nanoTime() - begun) / 1e9;
            var beyond = CutSite.carried(network, way) - needed.forwards();
            tally.add(cut, hit && !cut.isEarly(), beyond);
            System.out.printf(
                    "Round %d, %s: %s, %.2f MiB, %.2f MiB beyond them, %.1f s%n",
                    round,
                    cut,
                    cut.isEarly() ? "too early" : hit ? "hit" : "too late",
                    needed.forwards() / MEBIBYTE,
                    beyond / MEBIBYTE,
                    seconds);
            if (hit && cut.kind() == Cut.Kind.CLIENT_KILLED && way != Cut.Way.UPLOAD) {
                requireLittleAgain(beyond, needed, when);
            }
        } catch (Exception | AssertionError failure) {
            throw new AssertionError("It failed " + when + "\n" + site.server().log(), failure);
        }
    }

    private boolean cut(Cut cut, FaultProxy network, String when) throws Exception {
        CutSite.plan(cut, network);
        var transfer = threads.submit(() -> {
            transfers.run(cut.way(), network, news, when);
            return cut;
        });
        var hit = site.strike(cut, network, transfer::isDone);
        transfer.get(MINUTES, TimeUnit.MINUTES);
        return hit;
    }

    /** What another client sends or gets again is what was under way. */
    private static void requireLittleAgain(long beyond, CutSize needed, String when) {
        if (beyond > UNDER_WAY + FRAMING * needed.forwards()) {
            throw new AssertionError(beyond + " bytes travelled again " + when);
        }
    }

    /** A push and an upload that nobody takes up again. */
    private void abandon() throws Exception {
        for (var way : new Cut.Way[] {Cut.Way.PUSH, Cut.Way.UPLOAD}) {
            edit(LARGE);
            try (var network = site.network()) {
                var half = needed(way).forwards() / 2;
                transfers.abandon(new Cut(way, Cut.Kind.CLIENT_KILLED, way.direction(), half), network);
            }
        }
    }

    private void push() throws Exception {
        try (var network = site.network()) {
            transfers.undisturbed(Cut.Way.PUSH, network, news);
        }
    }

    private void edit(int bytes) {
        sample.edit(source);
        sample.fresh(source.resolve("fresh"), SMALL_FILES, bytes);
        news = TestFiles.size(source.resolve("fresh"));
    }

    private CutSize needed(Cut.Way way) {
        var beside = overheads.getOrDefault(way, new CutSize(1, 1));
        return new CutSize(content(way) + beside.forwards(), beside.backwards());
    }

    private long content(Cut.Way way) {
        return way == Cut.Way.PUSH ? news : TestFiles.size(source);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        site.close();
    }
}
