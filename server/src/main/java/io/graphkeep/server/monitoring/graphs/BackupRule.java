package io.graphkeep.server.monitoring.graphs;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Status;
import io.graphkeep.server.catalog.graph.GraphStandingRow;
import io.graphkeep.server.monitoring.Verdict;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * What is said of a graph's backups, from what there is: the worst that is so, and the most urgent first.
 *
 * <p>Healthy is only a graph whose newest snapshot is whole, whose last capture succeeded, and whose schedule is kept. What a
 * graph without a schedule promises is nothing, so its snapshot may be of any age.
 */
final class BackupRule {
    /** How long a run may take to begin, or one that is due may be missing, before it counts as missed. */
    private static final Duration GRACE = Duration.ofMinutes(10);

    private static final int RUNS_BEHIND = 3;

    private final OffsetDateTime now;
    private final boolean schedules;

    BackupRule(OffsetDateTime now, boolean schedules) {
        this.now = now;
        this.schedules = schedules;
    }

    Verdict judge(GraphStandingRow graph, boolean sourceIsThere) {
        if (!graph.nodeLives()) {
            return Verdict.critical(
                    "SOURCE_OFFLINE",
                    "Its source is on node " + graph.sourceNode() + ", where no server runs: it is not captured.",
                    "Start the server on " + graph.sourceNode() + ".");
        }
        if (!sourceIsThere) {
            return Verdict.critical(
                    "SOURCE_OFFLINE",
                    "Its source cannot be reached: it is not captured.",
                    "See that the directory is there and its disk is mounted: graphkeep graph show " + graph.id()
                            + ".");
        }
        if (graph.completedCut() == null) {
            return withoutSnapshot(graph);
        }
        return late(graph)
                .or(() -> failed(graph))
                .or(() -> blemished(graph))
                .orElseGet(() ->
                        Verdict.healthy("Its newest snapshot is whole, and was cut at " + graph.completedCut() + "."));
    }

    /** Partial and damaged ones are better than nothing, and no more. */
    private Verdict withoutSnapshot(GraphStandingRow graph) {
        var advice = makeOne(graph) + ", and see what it says.";
        if (hasFailed(graph)) {
            return Verdict.critical(
                    "CAPTURE_FAILED", "It has no whole snapshot, and the last capture failed: " + why(graph), advice);
        }
        if (graph.newestState() != null) {
            return Verdict.critical(
                    "SNAPSHOT_" + graph.newestState(),
                    "It has no whole snapshot: the newest is " + graph.newestState() + ".",
                    advice);
        }
        if (graph.capturing()) {
            return Verdict.unknown(
                    "FIRST_CAPTURE", "Its first snapshot is being made.", "Wait for it: graphkeep operation list.");
        }
        return overdueSince(graph)
                .map(since -> Verdict.critical(
                        "NEVER_CAPTURED", "It has no snapshot, and should have one since " + since + ".", advice))
                .orElseGet(() -> Verdict.degraded("NEVER_CAPTURED", "It has no snapshot yet.", advice));
    }

    private Optional<Verdict> late(GraphStandingRow graph) {
        return overdueSince(graph).map(since -> {
            var sentence =
                    "Its newest snapshot was cut at " + graph.completedCut() + ", and one should have followed at "
                            + since + "." + (hasFailed(graph) ? " The last capture failed: " + why(graph) : "");
            var advice = makeOne(graph) + "; graphkeep graph show " + graph.id() + " has its schedule.";
            return isFarBehind(graph)
                    ? Verdict.critical("SCHEDULE_OVERDUE", sentence, advice)
                    : Verdict.degraded("SCHEDULE_OVERDUE", sentence, advice);
        });
    }

    private static Optional<Verdict> failed(GraphStandingRow graph) {
        return hasFailed(graph)
                ? Optional.of(Verdict.degraded(
                        "CAPTURE_FAILED",
                        "The last capture failed: " + why(graph) + " The newest whole snapshot was cut at "
                                + graph.completedCut() + ".",
                        "Put right what it names. Then: " + makeOne(graph) + "."))
                : Optional.empty();
    }

    private static Optional<Verdict> blemished(GraphStandingRow graph) {
        var newest = String.valueOf(graph.newestState());
        return newest.equals("COMPLETED")
                ? Optional.empty()
                : Optional.of(Verdict.degraded(
                        "SNAPSHOT_" + newest,
                        "Its newest snapshot is " + newest + "; the newest whole one was cut at " + graph.completedCut()
                                + ".",
                        "See graphkeep snapshot show " + graph.newestId() + "."));
    }

    /** When a snapshot should have been made that was not: a run that came to nothing, or that nobody has begun. */
    private Optional<OffsetDateTime> overdueSince(GraphStandingRow graph) {
        var next = graph.nextRun();
        if (!schedules || graph.capturing() || next == null) {
            return Optional.empty();
        }
        var last = graph.lastRun();
        if (last != null && !isServed(graph, last) && last.plus(GRACE).isBefore(now)) {
            return Optional.of(last);
        }
        return next.plus(GRACE).isBefore(now) ? Optional.of(next) : Optional.empty();
    }

    /** Also by a capture that was under way when the run came round, and cut a little before. */
    private static boolean isServed(GraphStandingRow graph, OffsetDateTime run) {
        var cut = graph.completedCut();
        var ended = graph.endedAt();
        return cut != null && (!cut.isBefore(run) || (!hasFailed(graph) && ended != null && !ended.isBefore(run)));
    }

    private boolean isFarBehind(GraphStandingRow graph) {
        var next = graph.nextRun();
        var last = graph.lastRun();
        var cut = graph.completedCut();
        return next != null
                && last != null
                && cut != null
                && cut.plus(Duration.between(last, next).multipliedBy(RUNS_BEHIND))
                        .plus(GRACE)
                        .isBefore(now);
    }

    private static String makeOne(GraphStandingRow graph) {
        return graph.sourceNode() == null
                ? "Push one with graphkeep snapshot push DIRECTORY --graph " + graph.id()
                : "Run graphkeep snapshot create " + graph.id();
    }

    private static boolean hasFailed(GraphStandingRow graph) {
        return "FAILED".equals(graph.endedState());
    }

    private static String why(GraphStandingRow graph) {
        var error = graph.endedError();
        if (error == null) {
            return "it did not say why.";
        }
        try {
            return Status.parseFrom(error).getMessage();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("The error of a capture of " + graph.id() + " cannot be read", e);
        }
    }
}
