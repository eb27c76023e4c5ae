package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.CreateGraphRequest;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.DirectorySource;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.OperationState;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.Source;
import io.graphkeep.v1.WatchOperationRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What outlives a server, whether it ended in order or not. */
@Order(1) // Takes longest.
class RestartTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path temporary;

    @Test
    void aSecondStartKeepsGraphsAndSnapshots() {
        var home = PreparedHome.at(temporary.resolve("home"));
        var source = new SampleGraph(13).lightRag(temporary.resolve("source"), 5);
        var before = TreeListing.of(source);
        List<Snapshot> listed;
        try (var server = ServerProcess.start(home)) {
            Shortcuts.protect(server, "books", source);
            Shortcuts.capture(server, "books");
            listed = Shortcuts.snapshots(server, "books");
            assertThat(server.stop()).isZero();
        }

        try (var server = ServerProcess.start(home)) {
            assertThat(Shortcuts.snapshots(server, "books")).hasSize(1).isEqualTo(listed);
            var to = temporary.resolve("to");
            Shortcuts.restore(server, "latest", "books", to);
            assertThat(TreeListing.of(to)).isEqualTo(before);
        }
    }

    @Test
    void whatWasAskedForOutlivesAnOrderlyEnd() {
        var source = new SampleGraph(11).lightRag(temporary.resolve("source"), 60);
        var home = PreparedHome.at(temporary.resolve("home"));
        var graph = CreateGraphRequest.newBuilder()
                .setGraph(Graph.newBuilder()
                        .setGraphId("books")
                        .setSource(Source.newBuilder()
                                .setDirectory(DirectorySource.newBuilder().setPath(source.toString()))))
                .setRequestId(GraphkeepClient.newRequestId())
                .build();
        var snapshot = CreateSnapshotRequest.newBuilder()
                .setGraphId("books")
                .setRequestId(GraphkeepClient.newRequestId())
                .build();

        // So slow that the capture is far from its end when the server is told to stop.
        var first = ServerProcess.start(home, "GRAPHKEEP_CAPTURE_READ_RATE=64KiB", "GRAPHKEEP_SHUTDOWN_GRACE=5s");
        try (first;
                var stubs = new Stubs(first)) {
            var created = stubs.backup().createGraph(graph);
            var started = stubs.backup().createSnapshot(snapshot).getOperation();
            var watching = new CompletableFuture<OperationState>();
            var ended = CompletableFuture.supplyAsync(() -> Failure.of(() -> {
                var states = stubs.monitoring()
                        .watchOperation(WatchOperationRequest.newBuilder()
                                .setOperationId(started.getOperationId())
                                .build());
                while (states.hasNext()) {
                    var state = states.next().getOperation().getState();
                    if (state == OperationState.OPERATION_STATE_RUNNING) {
                        watching.complete(state);
                    }
                }
                return "the end of the stream";
            }));
            watching.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
            var postmaster = postmaster(home);

            assertThat(first.stop()).as(first::log).isZero();

            var error = ended.join();
            assertThat(error.code()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(error.reason()).isEqualTo("SERVER_STOPPING");
            assertThat(postmaster.isAlive()).isFalse();
            assertThat(home.resolve("server.json")).doesNotExist();

            try (var second = ServerProcess.start(home);
                    var again = new Stubs(second)) {
                assertThat(again.backup().createGraph(graph)).isEqualTo(created);
                var replayed = again.backup().createSnapshot(snapshot).getOperation();
                assertThat(replayed.getOperationId()).isEqualTo(started.getOperationId());
                var last = again.ended(replayed);
                assertThat(last.getState()).as(last::toString).isEqualTo(OperationState.OPERATION_STATE_FAILED);
                assertThat(last.getErrorDetails().getErrorInfo().getReason())
                        .as(last::toString)
                        .isEqualTo("SERVER_RESTARTED");
                assertThat(Shortcuts.snapshots(second, "books")).isEmpty();
                Shortcuts.capture(second, "books");
            }
        }
    }

    @Test
    void rowsOutliveTheDeathOfServerAndDatabase() {
        var source = new SampleGraph(12).lightRag(temporary.resolve("source"), 2);
        var home = PreparedHome.at(temporary.resolve("home"));
        try (var server = ServerProcess.start(home)) {
            Shortcuts.protect(server, "books", source);
            var postmaster = postmaster(home);
            server.kill();
            assertThat(postmaster.isAlive()).isTrue();
        }
        try (var server = ServerProcess.start(home)) {
            assertThat(names(server)).containsExactly("books");

            kill(postmaster(home));
            Await.until("the database to be back", SOON, () -> answers(server), server::log);
            Shortcuts.protect(server, "more", source);

            var postmaster = postmaster(home);
            server.kill();
            kill(postmaster);
        }
        try (var server = ServerProcess.start(home)) {
            assertThat(names(server)).containsExactly("books", "more");
        }
    }

    private static boolean answers(ServerProcess server) {
        if (WebPage.of(server.http(), "/readyz", "").status() != 200) {
            return false;
        }
        try {
            return !names(server).isEmpty();
        } catch (StatusRuntimeException away) {
            return false;
        }
    }

    private static List<String> names(ServerProcess server) {
        return Shortcuts.graphs(server).stream().map(Graph::getGraphId).toList();
    }

    private static ProcessHandle postmaster(Path home) {
        try (var lines = Files.lines(home.resolve("database/data/postmaster.pid"))) {
            var pid = Long.parseLong(lines.findFirst().orElseThrow().strip());
            return ProcessHandle.of(pid).orElseThrow();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
        Await.until("the process to be gone", SOON, () -> !process.isAlive());
    }
}
