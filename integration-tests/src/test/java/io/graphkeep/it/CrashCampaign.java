package io.graphkeep.it;

import com.google.protobuf.Duration;
import io.graphkeep.v1.CreateGraphRequest;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.DirectorySource;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.OperationState;
import io.graphkeep.v1.ReleaseRestoreRequest;
import io.graphkeep.v1.RestoreInPlace;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.RestoreToDirectory;
import io.graphkeep.v1.RetentionPolicy;
import io.graphkeep.v1.RunCleanupRequest;
import io.graphkeep.v1.Schedule;
import io.graphkeep.v1.ScheduleNever;
import io.graphkeep.v1.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills a server again and again while it captures, cleans up or restores, and looks after each restart whether what is
 * visible is exactly what was committed, whether all that was acknowledged restores bit for bit, and whether the next cleanup
 * leaves nothing that no snapshot needs.
 *
 * <p>The source changes such that what cleanups find is partly dead packs, which they rewrite. What a killed server was at is
 * read from the catalog that outlives it. The seed is in every complaint.
 */
final class CrashCampaign {
    private static final String GRAPH = "books";
    private static final int DOCUMENTS = 40;
    private static final int FRESH_FILES = 12;
    private static final int FRESH_BYTES = 1_000_000;
    private static final int KEPT = 2;
    private static final int BEFORE_A_CLEANUP = 4;
    private static final int ROUNDS_BETWEEN_NEWS = 10;
    private static final String[] SETTINGS = {"GRAPHKEEP_COMPACT_DEAD_PERCENT=20"};

    private final Path directory;
    private final Path home;
    private final Path source;
    private final Path beside;
    private final long seed;
    private final SampleGraph sample;
    private final Random random;
    private final StrikeDeck deck;
    private final AcknowledgedSnapshots acknowledged;
    private final SortedMap<String, Integer> killedAt = new TreeMap<>();
    private int unheard;
    private int restored;
    private ServerProcess server;

    CrashCampaign(Path directory, long seed) {
        this.directory = directory;
        this.home = directory.resolve("home");
        this.source = directory.resolve("source");
        this.beside = directory.resolve("beside");
        this.seed = seed;
        this.sample = new SampleGraph(seed);
        this.random = new Random(seed);
        this.deck = new StrikeDeck(random);
        this.acknowledged = new AcknowledgedSnapshots(GRAPH, directory.resolve("restored"));
        this.server = ServerProcess.start(PreparedHome.at(home), SETTINGS);
    }

    /**
     * What a campaign saw.
     *
     * @param killedAt what a server was at when it was killed, and how often
     * @param unheard captures that were committed, and the kill came before the caller heard of it
     * @param restored snapshots that were restored and compared
     */
    record Summary(int rounds, SortedMap<String, Integer> killedAt, int unheard, int restored, long seed) {
        /** Rounds that struck something whose name begins so, while it ran. */
        int hit(String what) {
            return killedAt.entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith(what))
                    .filter(entry -> !entry.getKey().equals(DeadServer.TOO_EARLY))
                    .filter(entry -> !entry.getKey().equals(DeadServer.TOO_LATE))
                    .mapToInt(Map.Entry::getValue)
                    .sum();
        }
    }

    Summary run(int rounds) {
        try {
            sample.lightRag(source, DOCUMENTS);
            try (var stubs = new Stubs(server)) {
                create(stubs);
                snapshot(stubs);
            }
            for (var round = 0; round < rounds; round++) {
                round(deck.next(), round);
                if ((round + 1) % ROUNDS_BETWEEN_NEWS == 0) {
                    System.out.println("So far: " + summary(round + 1));
                }
            }
            return summary(rounds);
        } finally {
            server.close();
        }
    }

    private Summary summary(int rounds) {
        return new Summary(rounds, new TreeMap<>(killedAt), unheard, restored, seed);
    }

    private void create(Stubs stubs) {
        var policy = GraphPolicy.newBuilder()
                .setProtectedPeriod(Duration.getDefaultInstance())
                .setSchedule(Schedule.newBuilder().setNever(ScheduleNever.getDefaultInstance()))
                .setRetention(RetentionPolicy.newBuilder().setKeepLast(KEPT));
        stubs.backup()
                .createGraph(CreateGraphRequest.newBuilder()
                        .setGraph(Graph.newBuilder()
                                .setGraphId(GRAPH)
                                .setSource(Source.newBuilder()
                                        .setDirectory(
                                                DirectorySource.newBuilder().setPath(source.toString())))
                                .setPolicy(policy))
                        .build());
    }

    private void round(Strike kind, int round) {
        var when = "after round " + round + ", a strike at " + kind + ", seed " + seed;
        SortedMap<String, String> before;
        Operation heard;
        try (var stubs = new Stubs(server)) {
            prepare(kind, stubs);
            before = TreeListing.of(source);
            heard = strike(stubs, kind);
        }
        var at = new DeadServer(home).at(kind, heard.getOperationId());
        deck.learn(kind, at);
        killedAt.merge(at, 1, Integer::sum);
        server = ServerProcess.start(home, SETTINGS);
        try (var stubs = new Stubs(server)) {
            var ended = stubs.settled(heard.getOperationId(), when, server::log);
            outcome(kind, stubs, heard, ended, before, when);
            acknowledged.requireVisible(stubs, when);
            if (!kind.isCleanup()) {
                requireWell(stubs.ended(cleanup(stubs, true)), when);
            }
            new StoreAudit(home).requireNothingLeft(acknowledged.all().keySet(), when);
            restored += acknowledged.requireRestores(stubs, when);
        }
        requireNothingBeside(when);
    }

    /** Something to capture, or to clean away. */
    private void prepare(Strike kind, Stubs stubs) {
        edit();
        while (kind.isCleanup() && acknowledged.size() < BEFORE_A_CLEANUP) {
            snapshot(stubs);
            edit();
        }
    }

    private void edit() {
        sample.edit(source);
        sample.renew(source.resolve("fresh"), FRESH_FILES, FRESH_BYTES);
    }

    private void snapshot(Stubs stubs) {
        var content = TreeListing.of(source);
        var ended = stubs.ended(start(Strike.CAPTURE, stubs));
        requireWell(ended, "undisturbed");
        acknowledged.add(ended.getSnapshotId(), content);
    }

    /** The operation as far as its caller heard of it: ended, if it was quicker than the kill. */
    private Operation strike(Stubs stubs, Strike kind) {
        var started = start(kind, stubs);
        var heard = CompletableFuture.supplyAsync(() -> stubs.ended(started));
        if (!kind.begun().isEmpty()) {
            EmbeddedCatalog.of(home).finds(kind.begun(), heard::isDone);
        }
        LockSupport.parkNanos(deck.nanos(kind));
        server.kill();
        return heard.exceptionally(lost -> started).join();
    }

    private Operation start(Strike kind, Stubs stubs) {
        return switch (kind) {
            case CAPTURE ->
                stubs.backup()
                        .createSnapshot(CreateSnapshotRequest.newBuilder()
                                .setGraphId(GRAPH)
                                .build())
                        .getOperation();
            case CLEANUP, DELETION, COLLECTION, REWRITING -> cleanup(stubs, false);
            case RESTORE_IN_PLACE ->
                restore(stubs, RestoreSnapshotRequest.newBuilder().setInPlace(RestoreInPlace.getDefaultInstance()));
            case RESTORE_BESIDE ->
                restore(
                        stubs,
                        RestoreSnapshotRequest.newBuilder()
                                .setToDirectory(RestoreToDirectory.newBuilder().setPath(beside.toString())));
        };
    }

    private static Operation cleanup(Stubs stubs, boolean collectOnly) {
        return stubs.backup()
                .runCleanup(RunCleanupRequest.newBuilder()
                        .setCollectOnly(collectOnly)
                        .setAllowShare(1)
                        .build())
                .getOperation();
    }

    private Operation restore(Stubs stubs, RestoreSnapshotRequest.Builder request) {
        var any = List.copyOf(acknowledged.all().keySet()).get(random.nextInt(acknowledged.size()));
        return stubs.backup()
                .restoreSnapshot(request.setGraphId(GRAPH)
                        .setSnapshotId(any)
                        .setDeleteExtras(true)
                        .build())
                .getOperation();
    }

    private void outcome(
            Strike kind, Stubs stubs, Operation heard, Operation ended, SortedMap<String, String> before, String when) {
        var succeeded = ended.getState() == OperationState.OPERATION_STATE_SUCCEEDED;
        if (!succeeded && (kind != Strike.CAPTURE || heard.getState() == OperationState.OPERATION_STATE_SUCCEEDED)) {
            throw new AssertionError("What was acknowledged or is resumed is now " + ended + " " + when);
        }
        switch (kind) {
            case CAPTURE -> {
                if (succeeded) {
                    acknowledged.add(ended.getSnapshotId(), before);
                    unheard += heard.getState() == OperationState.OPERATION_STATE_SUCCEEDED ? 0 : 1;
                }
            }
            case CLEANUP, DELETION, COLLECTION, REWRITING -> acknowledged.keepNewest(KEPT);
            case RESTORE_IN_PLACE -> {
                acknowledged.requireSame(ended.getSnapshotId(), source, when);
                var release = ReleaseRestoreRequest.newBuilder()
                        .setOperationId(ended.getOperationId())
                        .build();
                requireWell(stubs.ended(stubs.backup().releaseRestore(release).getOperation()), when);
            }
            case RESTORE_BESIDE -> {
                acknowledged.requireSame(ended.getSnapshotId(), beside, when);
                TestFiles.deleteAll(beside);
            }
        }
    }

    private static void requireWell(Operation ended, String when) {
        if (ended.getState() != OperationState.OPERATION_STATE_SUCCEEDED) {
            throw new AssertionError("It did not succeed " + when + ": " + ended);
        }
    }

    private void requireNothingBeside(String when) {
        var there = TestFiles.names(directory);
        if (!there.equals(List.of("home", "home.log", "source"))) {
            throw new AssertionError("A restore has left something " + when + ": " + there);
        }
    }
}
