package io.graphkeep.it;

import com.google.protobuf.Duration;
import io.graphkeep.v1.CreateGraphRequest;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.OperationState;
import io.graphkeep.v1.PushedSource;
import io.graphkeep.v1.RetentionPolicy;
import io.graphkeep.v1.RunCleanupRequest;
import io.graphkeep.v1.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Looks for what broken transfers have left: once leases are over and a cleanup has run there must be nothing. */
final class CutLeftovers {
    private static final int KEPT = 2;

    /** A push lives on for a minute without its client; servers look for what is over once a minute, twice. */
    private static final java.time.Duration LEASES = java.time.Duration.ofMinutes(4);

    private static final String OPEN =
            "SELECT FROM session WHERE state = 'OPEN' UNION ALL SELECT FROM operation WHERE ended_at IS NULL";

    private final CutSite site;
    private final Path directory;
    private final List<AcknowledgedSnapshots> acknowledged;

    CutLeftovers(CutSite site, Path directory, List<AcknowledgedSnapshots> acknowledged) {
        this.site = site;
        this.directory = directory;
        this.acknowledged = acknowledged;
    }

    void addGraph(String graph) {
        var policy = GraphPolicy.newBuilder()
                .setProtectedPeriod(Duration.getDefaultInstance())
                .setRetention(RetentionPolicy.newBuilder().setKeepLast(KEPT));
        try (var stubs = new Stubs(site.server())) {
            stubs.backup()
                    .createGraph(CreateGraphRequest.newBuilder()
                            .setGraph(Graph.newBuilder()
                                    .setGraphId(graph)
                                    .setSource(Source.newBuilder().setPushed(PushedSource.getDefaultInstance()))
                                    .setPolicy(policy))
                            .build());
        }
    }

    /** Waits for the leases, cleans up, and finds nothing that the newest snapshots do not need. */
    void requireNone(String when) {
        var catalog = EmbeddedCatalog.of(site.home());
        Await.until(
                "all that was broken off to have ended " + when,
                LEASES,
                () -> !catalog.finds(OPEN, () -> true),
                () -> site.server().log());
        try (var stubs = new Stubs(site.server())) {
            var cleanup = stubs.ended(stubs.backup()
                    .runCleanup(RunCleanupRequest.newBuilder().setAllowShare(1).build())
                    .getOperation());
            if (cleanup.getState() != OperationState.OPERATION_STATE_SUCCEEDED) {
                throw new AssertionError("The cleanup failed " + when + ": " + cleanup);
            }
            for (var graph : acknowledged) {
                graph.keepNewest(KEPT);
                graph.requireVisible(stubs, when);
                graph.requireRestores(stubs, when);
            }
        }
        var snapshots = acknowledged.stream()
                .flatMap(graph -> graph.all().keySet().stream())
                .toList();
        new StoreAudit(site.home()).requireNothingLeft(snapshots, when);
        Stream.of(site.home().resolve("spool"), directory.resolve("tmp"), directory.resolve("tmp-of-clients"))
                .forEach(place -> requireEmpty(place, when));
    }

    private static void requireEmpty(Path place, String when) {
        var there = place.toFile().exists() ? TestFiles.names(place) : List.of();
        if (!there.isEmpty()) {
            throw new AssertionError(place + " is not empty " + when + ": " + there);
        }
    }
}
