package io.graphkeep.it;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import io.graphkeep.v1.CreateGraphRequest;
import io.graphkeep.v1.DirectorySource;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.RetentionPolicy;
import io.graphkeep.v1.Schedule;
import io.graphkeep.v1.Source;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.util.List;

/** Graphs that cannot be made: what is wrong with them, and directories that may not or cannot be read. */
class BadGraphsTest extends WrongCallTest {
    BadGraphsTest(WrongCallSite site) {
        super(site, 36);
    }

    @Override
    void fill() {
        badCreations();
        badSchedules();
        badPaths();
    }

    private void badCreations() {
        invalid(
                "a graph without anything",
                () -> stubs().backup().createGraph(CreateGraphRequest.getDefaultInstance()));
        invalid(
                "a graph without a source",
                () -> stubs().backup()
                        .createGraph(CreateGraphRequest.newBuilder()
                                .setGraph(Graph.newBuilder().setGraphId("x"))
                                .build()));
        wrong(
                "a graph that is there",
                Code.ALREADY_EXISTS,
                "GRAPH_ALREADY_EXISTS",
                () -> stubs().backup()
                        .createGraph(create("books", roots().resolve("books")).build()));
        invalid(
                "a description without end",
                () -> stubs().backup().createGraph(changed(Graph.newBuilder().setDescription("x".repeat(100_000)))));
        invalid("labels without end", () -> {
            var graph = Graph.newBuilder();
            for (var i = 0; i < 1000; i++) {
                graph.putLabels("label-" + i, "x");
            }
            stubs().backup().createGraph(changed(graph));
        });
        invalid(
                "a label with a strange key",
                () -> stubs().backup().createGraph(changed(Graph.newBuilder().putLabels("no blanks\u0000", "x"))));
        invalid(
                "a negative retention",
                () -> stubs().backup()
                        .createGraph(changed(Graph.newBuilder()
                                .setPolicy(GraphPolicy.newBuilder()
                                        .setRetention(
                                                RetentionPolicy.newBuilder().setKeepLast(-1))))));
        invalid(
                "an unknown time zone",
                () -> stubs().backup()
                        .createGraph(changed(Graph.newBuilder()
                                .setPolicy(GraphPolicy.newBuilder().setTimeZone("Mars/Olympus")))));
        invalid(
                "a request id with blanks",
                () -> stubs().backup()
                        .createGraph(create("x", roots().resolve("books"))
                                .setRequestId("a b")
                                .build()));
        wrong(
                "a message over the limit",
                Code.RESOURCE_EXHAUSTED,
                "REQUEST_TOO_LARGE",
                () -> stubs().backup().createGraph(changed(Graph.newBuilder().setDescription("x".repeat(5 << 20)))));
    }

    private void badSchedules() {
        for (var cron : List.of("", "0 0 30 2 *", "60 * * * *", "* * * *", "@reboot", "0 0 L * *", "0".repeat(200))) {
            badSchedule("a schedule of '" + cron + "'", Schedule.newBuilder().setCron(cron));
        }
        badSchedule("a schedule without a timing", Schedule.newBuilder());
        badSchedule("an interval of a second", Schedule.newBuilder().setInterval(Durations.fromSeconds(1)));
        badSchedule("an interval without end", Schedule.newBuilder().setInterval(Durations.fromDays(4000)));
        badSchedule(
                "a jitter as long as the interval",
                Schedule.newBuilder().setInterval(Durations.fromMinutes(5)).setJitter(Durations.fromMinutes(5)));
        badSchedule(
                "a jitter longer than the time between two runs",
                Schedule.newBuilder().setCron("*/5 * * * *").setJitter(Durations.fromMinutes(6)));
    }

    private void badSchedule(String what, Schedule.Builder schedule) {
        invalid(
                what,
                () -> stubs().backup()
                        .createGraph(changed(Graph.newBuilder()
                                .setPolicy(GraphPolicy.newBuilder().setSchedule(schedule)))));
    }

    private void badPaths() {
        for (var path : List.of("books", "", "/../../etc", "a\u0000b")) {
            refusedPath("a source " + path, path);
        }
        notAllowed("a source outside of the roots", site.directory.resolve("outside"));
        refusedPath("a source that leaves by dots", roots() + "/../outside");
        notAllowed("a source that leaves by a link", roots().resolve("way-out/outside"));
        notAllowed("the server's home", site.server.home());
        notAllowed("the server's store", site.server.home().resolve("store"));
        notAllowed("a parent of the home", site.directory);
        notAllowed("the root of everything", Path.of("/"));
        wrong(
                "a source that is not there",
                Code.FAILED_PRECONDITION,
                "SOURCE_NOT_FOUND",
                () -> stubs().backup()
                        .createGraph(create("x", roots().resolve("nowhere")).build()));
        wrong(
                "a source that is a file",
                Code.FAILED_PRECONDITION,
                "SOURCE_NOT_FOUND",
                () -> stubs().backup()
                        .createGraph(create("x", roots().resolve("a-file")).build()));
        wrong("a source on a node that is not there", Code.FAILED_PRECONDITION, "SOURCE_ON_OTHER_NODE", () -> {
            var source = DirectorySource.newBuilder()
                    .setPath(roots().resolve("books").toString())
                    .setNode("elsewhere");
            stubs().backup()
                    .createGraph(CreateGraphRequest.newBuilder()
                            .setGraph(Graph.newBuilder()
                                    .setGraphId("x")
                                    .setSource(Source.newBuilder().setDirectory(source)))
                            .build());
        });
    }

    private void notAllowed(String name, Path path) {
        wrong(
                name,
                Code.PERMISSION_DENIED,
                "PATH_NOT_ALLOWED",
                () -> stubs().backup().createGraph(create("x", path).build()));
    }

    private void refusedPath(String name, String path) {
        invalid(
                name,
                () -> stubs().backup()
                        .createGraph(CreateGraphRequest.newBuilder()
                                .setGraph(Graph.newBuilder()
                                        .setGraphId("x")
                                        .setSource(Source.newBuilder()
                                                .setDirectory(DirectorySource.newBuilder()
                                                        .setPathBytes(ByteString.copyFromUtf8(path)))))
                                .build()));
    }
}
