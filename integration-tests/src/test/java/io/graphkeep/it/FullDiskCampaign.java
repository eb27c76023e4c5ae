package io.graphkeep.it;

import io.graphkeep.client.GraphkeepException;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.GetHealthRequest;
import io.graphkeep.v1.HealthState;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.OperationState;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Fills the disk that holds store and database to its last byte while a server captures, and looks whether the server goes on
 * once there is room again, says what was wrong meanwhile, and has lost nothing.
 *
 * <p>Each round fills it at another moment: before the capture, or somewhere between its start and the time that the quickest
 * one so far took. At the end every visible snapshot is restored and compared. The seed is in every complaint.
 */
final class FullDiskCampaign {
    private static final Duration SETTLING = Duration.ofSeconds(90);
    private static final Set<String> SHARE_THE_DISK = Set.of("database", "space", "store");
    private static final int FRESH_BYTES = 24_000_000;
    private static final int FRESH_FILES = 200;
    private static final long HOME_BYTES = 700L << 20;
    private static final long ROUND_BYTES = 80L << 20;
    private static final long CAPTURE_BYTES = 64L << 20;

    /** The server refuses captures when only this part of the disk is left. */
    private static final long RESERVED_PART = 50;

    private final Path directory;
    private final Path source;
    private final long seed;
    private final Random random;
    private final AcknowledgedSnapshots committed;
    private final SortedMap<String, Integer> told = new TreeMap<>();
    private Duration quickest = Duration.ofDays(1);
    private long diskBytes;
    private int failed;

    FullDiskCampaign(Path directory, long seed) {
        this.directory = directory;
        this.source = directory.resolve("source");
        this.seed = seed;
        this.random = new Random(seed);
        this.committed = new AcknowledgedSnapshots("books", directory.resolve("restored"));
    }

    /**
     * What a campaign saw.
     *
     * @param failed captures that did not come through
     * @param told how often callers and operations were given which reason
     */
    record Summary(int rounds, int failed, SortedMap<String, Integer> told, int restored, long seed) {}

    Summary run(int rounds) {
        var sample = new SampleGraph(seed);
        sample.lightRag(source, 300);
        diskBytes = HOME_BYTES + rounds * ROUND_BYTES;
        try (var disk = SmallDisk.mount(directory.resolve("disk"), diskBytes)) {
            var home = PreparedHome.at(disk.directory().resolve("home"));
            try (var server = ServerProcess.start(home)) {
                server.graphkeep("graph", "add", "books", "--path", source.toString())
                        .expect(0);
                try (var stubs = new Stubs(server)) {
                    undisturbed(stubs, sample, server, -1);
                    for (var round = 0; round < rounds; round++) {
                        disturbed(stubs, sample, server, disk, round);
                        undisturbed(stubs, sample, server, round);
                    }
                    var atTheEnd = "after " + rounds + " rounds, seed " + seed;
                    committed.requireVisible(stubs, atTheEnd);
                    committed.requireRestores(stubs, atTheEnd);
                }
            }
        }
        return new Summary(rounds, failed, told, committed.size(), seed);
    }

    private SortedMap<String, String> edit(SampleGraph sample) {
        sample.edit(source);
        sample.fresh(source.resolve("fresh"), FRESH_FILES, FRESH_BYTES);
        return TreeListing.of(source);
    }

    /** With room again, the server is well and the next capture succeeds, without anybody's help. */
    private void undisturbed(Stubs stubs, SampleGraph sample, ServerProcess server, int round) {
        Await.until(
                "the server to be well after round " + round + ", seed " + seed,
                SETTLING,
                () -> answersWell(stubs),
                server::log);
        var before = edit(sample);
        var begun = System.nanoTime();
        var ended = settled(stubs, capture(stubs), server, round);
        var took = Duration.ofNanos(System.nanoTime() - begun);
        quickest = took.compareTo(quickest) < 0 ? took : quickest;
        check(ended.getState() == OperationState.OPERATION_STATE_SUCCEEDED, "With room it failed: " + ended, round);
        committed.add(ended.getSnapshotId(), before);
    }

    private void disturbed(Stubs stubs, SampleGraph sample, ServerProcess server, SmallDisk disk, int round) {
        var before = edit(sample);
        if (round % 4 == 0) {
            disk.fill();
        } else {
            // The last bytes are taken in a moment then: to fill all takes longer than a capture.
            disk.fillBut(diskBytes / RESERVED_PART + CAPTURE_BYTES);
        }
        Operation started = null;
        try {
            started = capture(stubs);
            LockSupport.parkNanos(random.nextLong(quickest.toNanos()));
        } catch (StatusRuntimeException refused) {
            hear(GraphkeepException.of(refused).reason());
        }
        disk.fill();
        doesNotSayThatItIsWell(stubs, server, round);
        disk.relieve();
        if (started == null) {
            failed++;
            return;
        }
        var ended = settled(stubs, started, server, round);
        if (ended.getState() == OperationState.OPERATION_STATE_SUCCEEDED) {
            committed.add(ended.getSnapshotId(), before);
            return;
        }
        failed++;
        hear(ended.getErrorDetails().getErrorInfo().getReason());
    }

    /** Nothing says for long that it is well while there is no room. */
    private void doesNotSayThatItIsWell(Stubs stubs, ServerProcess server, int round) {
        Await.until(
                "something to be wrong on the full disk of round " + round + ", seed " + seed,
                SETTLING,
                () -> !answersWell(stubs),
                server::log);
    }

    private void hear(String reason) {
        told.merge(reason, 1, Integer::sum);
    }

    private static boolean answersWell(Stubs stubs) {
        try {
            return isWell(stubs);
        } catch (StatusRuntimeException away) {
            return false;
        }
    }

    private static boolean isWell(Stubs stubs) {
        return stubs
                        .monitoring()
                        .getHealth(GetHealthRequest.getDefaultInstance())
                        .getHealth()
                        .getComponentsList()
                        .stream()
                        .filter(component -> SHARE_THE_DISK.contains(component.getComponent()))
                        .filter(component -> component.getState() == HealthState.HEALTH_STATE_HEALTHY)
                        .count()
                == SHARE_THE_DISK.size();
    }

    private static Operation capture(Stubs stubs) {
        return stubs.backup()
                .createSnapshot(
                        CreateSnapshotRequest.newBuilder().setGraphId("books").build())
                .getOperation();
    }

    private Operation settled(Stubs stubs, Operation started, ServerProcess server, int round) {
        return stubs.settled(started.getOperationId(), "in round " + round + ", seed " + seed, server::log);
    }

    private void check(boolean holds, String complaint, int round) {
        if (!holds) {
            throw new AssertionError(complaint + " (round " + round + ", seed " + seed + ")");
        }
    }
}
