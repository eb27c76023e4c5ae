package io.graphkeep.bench.compare;

import static io.graphkeep.bench.compare.Peers.YARDSTICK;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The results as a page of Markdown: every tool's medians, Graphkeep's own figures, the verdicts, and whether the corpora are right. */
final class Report {
    private final Results results;
    private final int rounds;
    private final StringBuilder page = new StringBuilder();

    Report(Results results, int rounds) {
        this.results = results;
        this.rounds = rounds;
    }

    String text() {
        line("# Graphkeep beside other tools");
        line("");
        line(String.format(
                Locale.ROOT,
                "Medians of %d rounds, %d processors, Java %s. LightRAG's files: %s; after a restart: %s; small files:"
                        + " %s.",
                rounds,
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                size(Case.Corpus.LIGHTRAG),
                size(Case.Corpus.RESTARTED),
                size(Case.Corpus.SMALL)));
        tools();
        server();
        Verdicts.append(page, results);
        Calibration.append(page, results);
        return page.toString();
    }

    private void tools() {
        line("");
        line("Wall clock, processor time, largest process, growth of what is stored. Graphkeep's time is that of"
                + " the operation; the");
        line("command's wall clock stands in the next table.");
        line("");
        line("| case | tool | time | processor | memory | stored |");
        line("|---|---|---|---|---|---|");
        for (var each : Case.values()) {
            for (var tool : results.tools()) {
                if (results.has(tool, each)) {
                    line(String.format(
                            Locale.ROOT,
                            "| %s | %s | %s | %s | %s | %s |",
                            each.title(),
                            tool,
                            seconds(median(tool, each, Measure::seconds)),
                            seconds(median(tool, each, Measure::cpu)),
                            megabytes(median(tool, each, Measure::peak)),
                            megabytes(median(tool, each, Measure::stored))));
                }
            }
            if (!results.has(GraphkeepTool.NAME, each) && results.has(YARDSTICK, each)) {
                line(String.format(Locale.ROOT, "| %s | %s | not there yet | | | |", each.title(), GraphkeepTool.NAME));
            }
        }
    }

    private void server() {
        line("");
        line("## The server");
        line("");
        line("| case | operation | command | growth of the catalog | heap | direct | resident |");
        line("|---|---|---|---|---|---|---|");
        for (var each : Case.values()) {
            if (results.has(GraphkeepTool.NAME, each)) {
                line(String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %s | %s | %s | %s |",
                        each.title(),
                        seconds(median(GraphkeepTool.NAME, each, Measure::seconds)),
                        seconds(median(GraphkeepTool.NAME, each, Measure::wall)),
                        megabytes(median(GraphkeepTool.NAME, each, Report::catalog)),
                        megabytes(median(GraphkeepTool.NAME, each, Report::heap)),
                        megabytes(median(GraphkeepTool.NAME, each, Report::direct)),
                        megabytes(median(GraphkeepTool.NAME, each, Measure::peak))));
            }
        }
        line("");
        line(String.format(
                Locale.ROOT,
                "Through all of it: at most %s of heap in use, %s of direct memory, %s resident.",
                megabytes(results.most(GraphkeepTool.NAME, Report::heap)),
                megabytes(results.most(GraphkeepTool.NAME, Report::direct)),
                megabytes(results.most(GraphkeepTool.NAME, Measure::peak))));
    }

    private double median(String tool, Case done, ToDoubleFunction<Measure> figure) {
        return results.median(tool, done, figure).orElse(0.0);
    }

    private static double catalog(Measure measure) {
        var server = measure.server();
        return server == null ? 0 : server.catalog();
    }

    private static double heap(Measure measure) {
        var server = measure.server();
        return server == null ? 0 : server.heap();
    }

    private static double direct(Measure measure) {
        var server = measure.server();
        return server == null ? 0 : server.direct();
    }

    static String seconds(double seconds) {
        return String.format(Locale.ROOT, seconds < 1 ? "%.3f s" : "%.2f s", seconds);
    }

    static String megabytes(double bytes) {
        return String.format(Locale.ROOT, Math.abs(bytes) < 10e6 ? "%.2f MB" : "%.0f MB", bytes / 1e6);
    }

    private String size(Case.Corpus corpus) {
        return megabytes((double) results.size(corpus));
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
