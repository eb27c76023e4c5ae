package io.graphkeep.bench.compare;

import io.graphkeep.bench.Options;
import io.graphkeep.bench.process.AtExit;
import io.graphkeep.bench.process.BenchmarkFailed;
import io.graphkeep.bench.process.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The benchmark beside the other tools: rounds in which each does every case, in another order each time. */
public final class Comparison {
    private static final List<String> OPTIONS = List.of(
            "--size",
            "--restart-size",
            "--small-files",
            "--rounds",
            "--restarts",
            "--stage",
            "--states",
            "--report",
            "--only");
    private static final int SIZE_MB = 760;
    private static final int RESTART_SIZE_MB = 196;
    private static final int SMALL_FILES = 100_000;
    private static final int ROUNDS = 5;
    private static final int RESTARTS = 30;

    private final Options options;
    private final Path launcher;
    private final Path stage;
    private final Path states;
    private final Results results = new Results();

    private Comparison(Options options, Path launcher, Path stage, Path states) {
        this.options = options;
        this.launcher = launcher;
        this.stage = stage;
        this.states = states;
    }

    public static void main(String[] arguments) throws IOException {
        var options = new Options(arguments, OPTIONS);
        var launcher = Path.of(System.getProperty("graphkeep.top"), "graphkeep");
        var stage = Files.createTempDirectory(Path.of(options.text("--stage", "/dev/shm")), "graphkeep-bench");
        var states = Files.createTempDirectory(Path.of(options.text("--states", "/var/tmp")), "graphkeep-bench");
        var comparison = new Comparison(options, launcher, stage, states);
        AtExit.delete(stage, states);
        comparison.run();
    }

    private void run() throws IOException {
        var type = Files.getFileStore(stage).type();
        if (!type.equals("tmpfs")) {
            System.err.println("warning: " + stage + " lies on " + type + ", not on tmpfs: the disk is measured too.");
        }
        requireSpace();
        System.err.println("Writing the corpora.");
        var corpora = Corpora.write(
                states,
                options.number("--size", SIZE_MB) * 1_000_000L,
                options.number("--restart-size", RESTART_SIZE_MB) * 1_000_000L,
                options.number("--small-files", SMALL_FILES));
        results.size(Case.Corpus.LIGHTRAG, Trees.bytes(corpora.state(Case.FIRST)));
        results.size(Case.Corpus.RESTARTED, Trees.bytes(corpora.state(Case.RESTARTED)));
        results.size(Case.Corpus.SMALL, Trees.bytes(corpora.state(Case.SMALL_FIRST)));
        var rounds = options.number("--rounds", ROUNDS);
        for (var round = 1; round <= rounds; round++) {
            System.err.println("Round " + round + " of " + rounds + ".");
            round(corpora, round, round == rounds);
            // Written after each round, so that a run that is broken off has told what it saw.
            var report = new Report(results, round).text();
            Files.writeString(Path.of(options.text("--report", "target/bench.md")), report);
        }
        System.out.println(Files.readString(Path.of(options.text("--report", "target/bench.md"))));
    }

    private void round(Corpora corpora, int round, boolean last) {
        var tools = tools(corpora);
        Collections.rotate(tools, round);
        for (var tool : tools) {
            var cases = new Round(tool, corpora, stage, results);
            var restarts = last && tool.name().equals(GraphkeepTool.NAME) ? options.number("--restarts", RESTARTS) : 0;
            cases.lightRag(restarts);
            cases.restarted();
            cases.smallFiles();
        }
        if (tools.stream().anyMatch(tool -> tool.name().equals(GraphkeepTool.NAME))) {
            new Round(new GraphkeepTool(launcher, stage, List.of()), corpora, stage, results).cold();
        }
    }

    private List<Tool> tools(Corpora corpora) {
        var tools = new ArrayList<Tool>(List.of(new GraphkeepTool(launcher, stage, corpora.warmUps())));
        tools.addAll(Peers.on(stage));
        var only = List.of(options.text("--only", "").split(",", -1));
        if (options.has("--only")) {
            tools.removeIf(tool -> !only.contains(tool.name()));
        }
        return tools;
    }

    /** The source, what was restored, and the largest repository: restic's after all changes. */
    private void requireSpace() throws IOException {
        var needed = Math.max(
                options.number("--size", SIZE_MB) * 5_000_000L, options.number("--small-files", SMALL_FILES) * 40_000L);
        var free = Files.getFileStore(stage).getUsableSpace();
        if (free < needed) {
            throw new BenchmarkFailed(
                    "It takes " + (needed >> 20) + " MiB on " + stage + ", and " + (free >> 20) + " MiB are free.",
                    null);
        }
    }
}
