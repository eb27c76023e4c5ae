package io.graphkeep.bench.transfer;

import io.graphkeep.bench.Options;
import io.graphkeep.bench.process.GraphkeepServer;
import io.graphkeep.bench.process.Trees;
import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.client.SnapshotRef;
import io.graphkeep.corpus.LightRagFiles;
import io.graphkeep.corpus.LightRagGraph;
import io.graphkeep.it.net.Direction;
import io.graphkeep.it.net.FaultProxy;
import io.graphkeep.it.net.Link;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The benchmark of transfers: rounds on one server, each with data of its own. */
public final class Transfers {
    private static final List<String> OPTIONS = List.of(
            "--size",
            "--download-size",
            "--link-size",
            "--pushes",
            "--push-size",
            "--idle",
            "--rounds",
            "--stage",
            "--only",
            "--report");
    private static final String RANDOM = "random.bin";
    private static final double EDITED = 0.001;
    private static final int MEGABITS = 100;
    private static final Duration DELAY = Duration.ofMillis(50);
    /** Files this young are read again, since their times may stay the same through another change. */
    private static final long FRESH_MILLIS = 2500;

    private static final int WARM_UP_SHARE = 4;
    private static final long MB = 1_000_000;

    private final Options options;
    private final Path stage;
    private final Site site;
    private final RawStream raw;
    private final Figures figures = new Figures();
    private final long bytes;
    private long seed = 1;

    private Transfers(Options options, Path stage, Site site, RawStream raw) {
        this.options = options;
        this.stage = stage;
        this.site = site;
        this.raw = raw;
        this.bytes = options.number("--size", 300) * MB;
    }

    public static void main(String[] arguments) throws Exception {
        var options = new Options(arguments, OPTIONS);
        var launcher = Path.of(System.getProperty("graphkeep.top"), "graphkeep");
        var stage = Files.createTempDirectory(Path.of(options.text("--stage", "/dev/shm")), "graphkeep-bench");
        try (var site = new Site(launcher, stage);
                var raw = new RawStream()) {
            new Transfers(options, stage, site, raw).run();
        } finally {
            Trees.delete(stage);
        }
    }

    private void run() throws Exception {
        var rounds = options.number("--rounds", 5);
        if (does("download")) {
            prepareDownload();
        }
        warmUp();
        if (does("edited")) {
            prepareEdited();
        }
        for (var round = 1; round <= rounds; round++) {
            System.err.println("Round " + round + " of " + rounds + ".");
            round();
            Files.writeString(
                    Path.of(options.text("--report", "target/transfer.md")), new TransferReport(figures, round).text());
        }
        System.out.println(new TransferReport(figures, rounds).text());
    }

    private void round() throws Exception {
        if (does("download")) {
            download();
        }
        newData();
        if (does("edited")) {
            edited();
        }
        if (does("link")) {
            link();
        }
        if (does("crowd")) {
            crowd();
        }
    }

    private boolean does(String part) {
        return !options.has("--only")
                || List.of(options.text("--only", "").split(",", -1)).contains(part);
    }

    private Path corpus(long size) {
        var directory = stage.resolve("corpus-" + ++seed);
        LightRagFiles.write(LightRagGraph.ofSize(size, seed), directory);
        return directory;
    }

    // ---- downloads

    private long downloadBytes() {
        return (options.number("--download-size", 1000) * MB >> 20) << 20;
    }

    private void prepareDownload() {
        var source = stage.resolve("random");
        RandomFiles.write(source.resolve(RANDOM), downloadBytes(), 1);
        site.capture(downloaded = site.added(source));
        Trees.delete(source);
        read();
        raw.speed(downloadBytes());
    }

    private String downloaded = "";

    private double read() {
        return Site.timed(
                () -> site.client().read(SnapshotRef.latest(downloaded), RANDOM, OutputStream.nullOutputStream()));
    }

    private void download() {
        figures.add(Figure.RAW, raw.speed(downloadBytes()) / MB);
        figures.add(Figure.DOWNLOAD, downloadBytes() / read() / MB);
        var to = stage.resolve("pulled");
        figures.add(
                Figure.PULL,
                downloadBytes() / Site.timed(() -> site.client().pull(SnapshotRef.latest(downloaded), to)) / MB);
        Trees.delete(to);
    }

    // ---- what the store has nothing of

    /** The server and this process have worked for a while before they are measured. */
    private void warmUp() {
        for (var again = 0; again < 2; again++) {
            newData(bytes / WARM_UP_SHARE, new Figures());
        }
    }

    private void newData() {
        newData(bytes, figures);
    }

    private void newData(long size, Figures into) {
        fresh("capture", Figure.CAPTURE, size, into, directory -> site.capture(site.added(directory)));
        fresh("push", Figure.PUSH, size, into, directory -> site.push(site.client(), directory, site.pushed()));
        fresh("upload", Figure.UPLOAD, size, into, directory -> site.upload(directory, site.pushed()));
    }

    private void fresh(String part, Figure figure, long size, Figures into, ToDoubleFunction<Path> seconds) {
        if (does(part)) {
            var directory = corpus(size);
            into.add(figure, Trees.bytes(directory) / seconds.applyAsDouble(directory) / MB);
            Trees.delete(directory);
        }
    }

    // ---- little or nothing that is new

    private final LightRagGraph[] graph = new LightRagGraph[1];
    private String editedGraph = "";

    private void prepareEdited() {
        graph[0] = LightRagGraph.ofSize(bytes, ++seed);
        LightRagFiles.write(graph[0], stage.resolve("edited"));
        editedGraph = site.pushed();
        site.push(site.client(), stage.resolve("edited"), editedGraph);
    }

    private void edited() {
        var directory = stage.resolve("edited");
        var next = stage.resolve("next");
        graph[0].edit(EDITED);
        LightRagFiles.write(graph[0], next);
        Trees.replace(next, directory);
        Trees.delete(next);
        var size = (double) Trees.bytes(directory);
        try (var proxy = FaultProxy.before(site.server().grpc(), Link.perfect());
                var client = site.connect(proxy.address())) {
            figures.add(Figure.EDITED_SECONDS, site.push(client, directory, editedGraph));
            var sent = proxy.carried(Direction.TO_SERVER);
            var received = proxy.carried(Direction.TO_CLIENT);
            figures.add(Figure.EDITED_SENT, sent / size);
            figures.add(Figure.EDITED_RECEIVED, received / size);
            GraphkeepServer.pause(FRESH_MILLIS);
            site.push(client, directory, editedGraph);
            sent = proxy.carried(Direction.TO_SERVER);
            received = proxy.carried(Direction.TO_CLIENT);
            site.push(client, directory, editedGraph);
            figures.add(Figure.UNCHANGED_SENT, (proxy.carried(Direction.TO_SERVER) - sent) / size);
            figures.add(Figure.UNCHANGED_RECEIVED, (proxy.carried(Direction.TO_CLIENT) - received) / size);
        }
        figures.add(Figure.START, site.command("version"));
        figures.add(
                Figure.UNCHANGED_COMMAND,
                site.command("snapshot", "push", directory.toString(), "--graph", editedGraph));
    }

    // ---- a slow link

    private void link() {
        var directory = stage.resolve("link");
        RandomFiles.write(directory.resolve(RANDOM), options.number("--link-size", 100) * MB, ++seed);
        var link = Link.of(DELAY, MEGABITS);
        try (var proxy = FaultProxy.before(site.server().grpc(), link);
                GraphkeepClient client = site.connect(proxy.address())) {
            var seconds = site.push(client, directory, site.pushed());
            figures.add(Figure.LINK, proxy.carried(Direction.TO_SERVER) / seconds / link.bytesPerSecond());
        }
        Trees.delete(directory);
    }

    // ---- many at once

    private void crowd() throws Exception {
        var crowd = new Crowd(site, stage);
        var pushes = options.number("--pushes", 50);
        crowd.run(pushes, options.number("--push-size", 10) * MB, options.number("--idle", 200), seed + 1);
        seed += pushes;
        figures.add(Figure.CROWD_MEDIAN, crowd.median());
        figures.add(Figure.CROWD_SLOWEST, crowd.slowest());
        figures.add(Figure.CROWD_HEAP, crowd.heap() / (double) MB);
    }
}
