package io.graphkeep.bench.transfer;

import io.graphkeep.bench.Options;
import io.graphkeep.bench.process.AtExit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    private static final int ROUNDS = 5;
    private static final long MB = 1_000_000;

    private final Options options;
    private final Figures figures = new Figures();
    private final Map<String, Part> parts = new LinkedHashMap<>();

    private Transfers(Options options, Path stage, Site site, RawStream raw) {
        this.options = options;
        var corpora = new Corpora(stage);
        var size = megabytes("--size", 300);
        var download = megabytes("--download-size", 1000) >> 20 << 20;
        parts.put("download", new DownloadPart(site, raw, stage, download, figures));
        parts.put("new", new NewDataPart(site, corpora, size, figures));
        parts.put("little", new LittleNewPart(site, stage, size, corpora.nextSeed(), figures));
        parts.put("link", new LinkPart(site, stage, megabytes("--link-size", 100), corpora, figures));
        parts.put(
                "crowd",
                new CrowdPart(
                        site,
                        corpora,
                        options.number("--pushes", 50),
                        megabytes("--push-size", 10),
                        options.number("--idle", 200),
                        figures));
    }

    public static void main(String[] arguments) throws Exception {
        var options = new Options(arguments, OPTIONS);
        var launcher = Path.of(System.getProperty("graphkeep.top"), "graphkeep");
        var stage = Files.createTempDirectory(Path.of(options.text("--stage", "/dev/shm")), "graphkeep-bench");
        AtExit.delete(stage);
        try (var site = new Site(launcher, stage);
                var raw = new RawStream()) {
            new Transfers(options, stage, site, raw).run();
        }
    }

    private void run() throws Exception {
        if (options.has("--only")) {
            parts.keySet().retainAll(List.of(options.text("--only", "").split(",", -1)));
        }
        for (var part : parts.values()) {
            part.prepare();
        }
        var rounds = options.number("--rounds", ROUNDS);
        for (var round = 1; round <= rounds; round++) {
            System.err.println("Round " + round + " of " + rounds + ".");
            for (var part : parts.values()) {
                part.round();
            }
            Files.writeString(
                    Path.of(options.text("--report", "target/transfer.md")), new TransferReport(figures, round).text());
        }
        System.out.println(new TransferReport(figures, rounds).text());
    }

    private long megabytes(String option, int otherwise) {
        return options.number(option, otherwise) * MB;
    }
}
