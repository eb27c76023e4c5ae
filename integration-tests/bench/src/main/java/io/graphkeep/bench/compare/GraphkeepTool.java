package io.graphkeep.bench.compare;

import io.graphkeep.bench.process.BenchmarkFailed;
import io.graphkeep.bench.process.Command;
import io.graphkeep.bench.process.GraphkeepServer;
import io.graphkeep.bench.process.MemoryWatch;
import io.graphkeep.bench.process.Trees;
import io.graphkeep.corpus.Restart;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Graphkeep, as a user has it: a server that runs, and the command that asks it for things. */
final class GraphkeepTool implements Tool {
    static final String NAME = "graphkeep";

    private static final String GRAPH = "bench";
    private static final Pattern STARTED = Pattern.compile("\"startTime\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern ENDED = Pattern.compile("\"endTime\"\\s*:\\s*\"([^\"]+)\"");
    /** How often each graph of a warm-up is captured unchanged: all of them together as often as one is in a day, each hour. */
    private static final int QUIET_CAPTURES = 6;

    /** The command that reads all that the snapshot needs: what the warm-up left in the store is not counted. */
    private static final List<String> CHECK = List.of("verify", "--graph", GRAPH, "--level", "content");

    private final Path launcher;
    private final Path stage;
    private final Path home;
    private final Command command;
    private final List<Path> warmUps;
    private @Nullable GraphkeepServer server;
    private @Nullable Path added;

    /** A tool whose server first works on the warm-ups, one after the other: it is judged as one that has been running. */
    GraphkeepTool(Path launcher, Path stage, List<Path> warmUps) {
        this.launcher = launcher;
        this.stage = stage.resolve(NAME);
        this.warmUps = warmUps;
        this.home = this.stage.resolve("home");
        this.command = new Command(this.stage.resolve("scratch"), Map.of("GRAPHKEEP_HOME", home.toString()));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void open() {
        close();
        server = GraphkeepServer.start(launcher, home);
        added = null;
        warmUps.forEach(this::warmUp);
    }

    /** What is measured later, of a graph that shares nothing with it. */
    private void warmUp(Path state) {
        var graph = state.getFileName().toString();
        var source = stage.resolve(graph);
        var restored = stage.resolve("restored");
        Trees.replace(state, source);
        graphkeep(List.of("graph", "add", graph, "--path", source.toString()));
        graphkeep(List.of("snapshot", "create", graph));
        if (Restart.canHappenIn(source)) {
            new Restart(1).in(source);
            graphkeep(List.of("snapshot", "create", graph));
        }
        for (var again = 0; again < QUIET_CAPTURES; again++) {
            graphkeep(List.of("snapshot", "create", graph));
        }
        graphkeep(List.of("snapshot", "restore", "latest", "--graph", graph, "--to", restored.toString()));
        graphkeep(List.of("verify", "--graph", graph, "--level", "content"));
        Trees.delete(restored);
        Trees.delete(source);
    }

    @Override
    public Measure snapshot(Path source) {
        if (!source.equals(added)) {
            graphkeep(List.of("graph", "add", GRAPH, "--path", source.toString()));
            added = source;
        }
        return measured(List.of("snapshot", "create", GRAPH, "-o", "json"));
    }

    @Override
    public Measure restore(Path source, Path destination) {
        return measured(List.of(
                "snapshot", "restore", "latest", "--graph", GRAPH, "--to", destination.toString(), "-o", "json"));
    }

    @Override
    public boolean canCheck() {
        try {
            graphkeep(List.of(CHECK.getFirst(), "--help"));
            return true;
        } catch (BenchmarkFailed notThereYet) {
            return false;
        }
    }

    @Override
    public Measure check() {
        var line = new ArrayList<>(CHECK);
        line.addAll(List.of("-o", "json"));
        return measured(line);
    }

    private Measure measured(List<String> line) {
        var running = running();
        running.forgetPeak();
        var stored = running.storeBytes();
        var catalog = running.catalogBytes();
        var cpu = running.cpu();
        var watch = MemoryWatch.of(running);
        Command.Run run;
        try (watch) {
            run = graphkeep(line);
        }
        return new Measure(
                seconds(run.out()),
                run.wall(),
                running.cpu() - cpu + run.cpu(),
                running.peak(),
                running.storeBytes() - stored,
                new Measure.ServerFigures(watch.heap(), watch.direct(), running.catalogBytes() - catalog));
    }

    private Command.Run graphkeep(List<String> line) {
        var words = new ArrayList<>(List.of(launcher.toString()));
        words.addAll(line);
        return command.run(words.toArray(String[]::new));
    }

    private static double seconds(String answer) {
        var started = STARTED.matcher(answer);
        var ended = ENDED.matcher(answer);
        if (!started.find() || !ended.find()) {
            throw new BenchmarkFailed("The answer has no times:\n" + answer, null);
        }
        return Duration.between(Instant.parse(started.group(1)), Instant.parse(ended.group(1)))
                        .toNanos()
                / 1e9;
    }

    private GraphkeepServer running() {
        if (server == null) {
            throw new IllegalStateException("There is no server.");
        }
        return server;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
            server = null;
        }
        Trees.delete(stage);
    }
}
