package io.graphkeep.it;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * Kills a server again and again while it captures, and looks after each restart whether everything that was acknowledged is
 * still there, and nothing that was not.
 *
 * <p>Each round edits the source, starts a capture, and sends SIGKILL after a random time. The seed is in every complaint.
 */
final class CrashCampaign {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Duration LONGEST_LIFE = Duration.ofMillis(1500);
    private static final Duration SETTLING = Duration.ofSeconds(30);

    private final Path directory;
    private final long seed;
    private final Random random;
    private final SortedMap<String, SortedMap<String, String>> acknowledged = new TreeMap<>();
    private int killedInCapture;

    CrashCampaign(Path directory, long seed) {
        this.directory = directory;
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** What a campaign saw. */
    record Summary(int rounds, int killedInCapture, int acknowledged, long seed) {}

    Summary run(int rounds) {
        var sample = new SampleGraph(seed);
        var source = sample.lightRag(directory.resolve("source"), 300);
        var home = directory.resolve("home");
        var server = ServerProcess.start(home);
        try {
            server.graphkeep("graph", "add", "books", "--path", source.toString())
                    .expect(0);
            for (var round = 0; round < rounds; round++) {
                sample.edit(source);
                var before = TreeListing.of(source);
                round(server, before);
                server = ServerProcess.start(home);
                look(server, round);
            }
            restoreAll(server);
            return new Summary(rounds, killedInCapture, acknowledged.size(), seed);
        } finally {
            server.close();
        }
    }

    /** One capture that is killed, or was quicker. */
    private void round(ServerProcess server, SortedMap<String, String> before) {
        var started = server.graphkeep("snapshot", "create", "books", "--no-wait", "-q")
                .expect(0);
        LockSupport.parkNanos(random.nextLong(LONGEST_LIFE.toNanos()));
        var operation = started.out().strip();
        var shown = server.graphkeep("operation", "show", operation, "-o", "json");
        server.kill();
        if (shown.exitCode() == 0 && shown.out().contains("OPERATION_STATE_SUCCEEDED")) {
            acknowledged.put(snapshotOf(shown.out()), before);
        } else {
            killedInCapture++;
        }
    }

    private void look(ServerProcess server, int round) {
        Await.until(
                "no operation to be running after round " + round + " (seed " + seed + ")",
                SETTLING,
                () -> server.graphkeep("operation", "list", "--running", "-o", "json")
                        .expect(0)
                        .out()
                        .contains("\"operations\": []"),
                server::log);
        var listed = server.graphkeep("snapshot", "list", "books", "-o", "json")
                .expect(0)
                .out();
        for (var snapshot : acknowledged.keySet()) {
            check(listed.contains(snapshot), "Snapshot " + snapshot + " was acknowledged and is gone", round);
        }
        check(!listed.contains("SNAPSHOT_STATE_CREATING"), "A half snapshot is visible", round);
    }

    private void restoreAll(ServerProcess server) {
        var number = 0;
        for (var snapshot : acknowledged.entrySet()) {
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

    private static String snapshotOf(String json) {
        var at = json.indexOf("\"snapshotId\"");
        var match = ID.matcher(json);
        if (at < 0 || !match.find(at)) {
            throw new AssertionError("The operation names no snapshot: " + json);
        }
        return match.group();
    }
}
