package io.graphkeep.it;

import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.GetOperationRequest;
import io.graphkeep.v1.ListSnapshotsRequest;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.OperationState;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.SnapshotState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills a server again and again while it captures, and looks after each restart whether what is visible is exactly what was
 * committed, and whether all that was acknowledged is.
 *
 * <p>Each round rewrites much of the source, starts a capture, and sends SIGKILL somewhere between its start and the time
 * that the quickest one so far took. At the end every visible snapshot is restored and compared. The seed is in every
 * complaint.
 */
final class CrashCampaign {
    private static final Duration SETTLING = Duration.ofSeconds(30);
    private static final int FRESH_BYTES = 24_000_000;
    private static final int FRESH_FILES = 200;

    private final Path directory;
    private final Path source;
    private final long seed;
    private final Random random;
    private final SortedMap<String, SortedMap<String, String>> committed = new TreeMap<>();
    private Duration quickest = Duration.ofDays(1);
    private int killedInCapture;
    private int unheard;
    private int acknowledged;

    CrashCampaign(Path directory, long seed) {
        this.directory = directory;
        this.source = directory.resolve("source");
        this.seed = seed;
        this.random = new Random(seed);
    }

    /**
     * What a campaign saw.
     *
     * @param killedInCapture rounds whose capture the kill ended
     * @param unheard rounds whose capture was committed, and the kill came before the caller heard of it
     * @param acknowledged rounds whose caller heard of the success before the kill
     */
    record Summary(int rounds, int killedInCapture, int unheard, int acknowledged, int restored, long seed) {}

    Summary run(int rounds) {
        var sample = new SampleGraph(seed);
        sample.lightRag(source, 300);
        var home = PreparedHome.at(directory.resolve("home"));
        var server = ServerProcess.start(home);
        try {
            server.graphkeep("graph", "add", "books", "--path", source.toString())
                    .expect(0);
            undisturbed(server, sample);
            for (var round = 0; round < rounds; round++) {
                var before = edit(sample);
                var captured = round(server, random.nextLong(quickest.toNanos()));
                server = ServerProcess.start(home);
                look(server, captured, before, round);
            }
            restoreAll(server);
            return new Summary(rounds, killedInCapture, unheard, acknowledged, committed.size(), seed);
        } finally {
            server.close();
        }
    }

    private SortedMap<String, String> edit(SampleGraph sample) {
        sample.edit(source);
        sample.fresh(source.resolve("fresh"), FRESH_FILES, FRESH_BYTES);
        return TreeListing.of(source);
    }

    /** One capture to its end, which tells how long one takes. */
    private void undisturbed(ServerProcess server, SampleGraph sample) {
        try (var stubs = new Stubs(server)) {
            var before = edit(sample);
            var ended = heard(stubs, capture(stubs));
            check(
                    ended.getState() == OperationState.OPERATION_STATE_SUCCEEDED,
                    "The first capture failed: " + ended,
                    -1);
            committed.put(ended.getSnapshotId(), before);
        }
    }

    /** A capture that is killed, or was quicker: its operation, as far as its caller heard of it. */
    private Operation round(ServerProcess server, long nanosToLive) {
        try (var stubs = new Stubs(server)) {
            var started = capture(stubs);
            var heard = CompletableFuture.supplyAsync(() -> heard(stubs, started));
            LockSupport.parkNanos(nanosToLive);
            server.kill();
            return heard.exceptionally(lost -> started).join();
        }
    }

    private Operation heard(Stubs stubs, Operation started) {
        var begun = System.nanoTime();
        var ended = stubs.ended(started);
        var took = Duration.ofNanos(System.nanoTime() - begun);
        quickest = took.compareTo(quickest) < 0 ? took : quickest;
        return ended;
    }

    private static Operation capture(Stubs stubs) {
        return stubs.backup()
                .createSnapshot(
                        CreateSnapshotRequest.newBuilder().setGraphId("books").build())
                .getOperation();
    }

    private void look(ServerProcess server, Operation captured, SortedMap<String, String> before, int round) {
        try (var stubs = new Stubs(server)) {
            var ended = settled(stubs, captured.getOperationId(), server, round);
            var heard = captured.getState() == OperationState.OPERATION_STATE_SUCCEEDED;
            if (ended.getState() == OperationState.OPERATION_STATE_SUCCEEDED) {
                committed.put(ended.getSnapshotId(), before);
                acknowledged += heard ? 1 : 0;
                unheard += heard ? 0 : 1;
            } else {
                check(!heard, "An acknowledged capture is now " + ended, round);
                killedInCapture++;
            }
            var visible = stubs.backup()
                    .listSnapshots(ListSnapshotsRequest.newBuilder()
                            .setGraphId("books")
                            .setPageSize(1000)
                            .build())
                    .getSnapshotsList();
            check(
                    visible.stream().allMatch(each -> each.getState() == SnapshotState.SNAPSHOT_STATE_COMPLETED),
                    "A half snapshot is visible: " + visible,
                    round);
            var ids = visible.stream().map(Snapshot::getSnapshotId).sorted().toList();
            check(
                    ids.equals(committed.keySet().stream().toList()),
                    "Visible is " + ids + ", committed was " + committed.keySet(),
                    round);
        }
    }

    private Operation settled(Stubs stubs, String id, ServerProcess server, int round) {
        var request = GetOperationRequest.newBuilder().setOperationId(id).build();
        Await.until(
                "the capture of round " + round + " (seed " + seed + ") to have ended",
                SETTLING,
                () -> hasEnded(stubs.monitoring().getOperation(request).getOperation()),
                server::log);
        return stubs.monitoring().getOperation(request).getOperation();
    }

    private static boolean hasEnded(Operation operation) {
        return operation.getState() != OperationState.OPERATION_STATE_QUEUED
                && operation.getState() != OperationState.OPERATION_STATE_RUNNING;
    }

    private void restoreAll(ServerProcess server) {
        var number = 0;
        for (var snapshot : committed.entrySet()) {
            var to = directory.resolve("restored-" + number++);
            server.graphkeep("snapshot", "restore", snapshot.getKey(), "--graph", "books", "--to", to.toString())
                    .expect(0);
            check(
                    TreeListing.of(to).equals(snapshot.getValue()),
                    "Snapshot " + snapshot.getKey() + " restores to something else",
                    number);
            TestFiles.deleteAll(to);
        }
    }

    private void check(boolean holds, String complaint, int round) {
        if (!holds) {
            throw new AssertionError(complaint + " (round " + round + ", seed " + seed + ")");
        }
    }
}
