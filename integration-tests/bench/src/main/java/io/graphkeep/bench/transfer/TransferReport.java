package io.graphkeep.bench.transfer;

import java.util.Locale;
import java.util.stream.Collectors;

/** The medians as a page of Markdown, and what was asked of them. */
final class TransferReport {
    private final Figures figures;
    private final int rounds;
    private final StringBuilder page = new StringBuilder();

    TransferReport(Figures figures, int rounds) {
        this.figures = figures;
        this.rounds = rounds;
    }

    String text() {
        page.setLength(0);
        page.append("# Transfers\n\nMedians of ").append(rounds).append(" rounds, all in one run.\n\n");
        page.append("| what | median | each round |\n|---|---|---|\n");
        for (var figure : Figure.values()) {
            if (figures.has(figure)) {
                var all = figures.all(figure).stream().map(figure::text).collect(Collectors.joining(", "));
                page.append("| %s | %s | %s |%n".formatted(figure.title(), figure.text(figures.median(figure)), all));
            }
        }
        page.append("\n## Verdicts\n\n| what | asked | measured | verdict |\n|---|---|---|---|\n");
        atLeast("download beside the transport alone", 0.35, Figure.DOWNLOAD, Figure.RAW);
        atLeast("push of new data beside a capture", 0.45, Figure.PUSH, Figure.CAPTURE);
        atLeast("upload of new data beside a capture", 0.45, Figure.UPLOAD, Figure.CAPTURE);
        atMost("sent of a corpus after 0.1 % was edited", 0.005, figures.median(Figure.EDITED_SENT));
        atMost("sent of an unchanged corpus", 0.0005, figures.median(Figure.UNCHANGED_SENT));
        atMost(
                "seconds of an unchanged push beyond the command's start",
                0.3,
                figures.median(Figure.UNCHANGED_COMMAND) - figures.median(Figure.START));
        atLeast("of the link is used", 0.8, figures.median(Figure.LINK));
        atMost(
                "slowest of many pushes beside the median one",
                3,
                figures.median(Figure.CROWD_SLOWEST) / figures.median(Figure.CROWD_MEDIAN));
        atMost("heap with many pushes, in MB", 512 * 1.048576, figures.median(Figure.CROWD_HEAP));
        return page.toString();
    }

    private void atLeast(String what, double asked, Figure ours, Figure theirs) {
        atLeast(what, asked, figures.median(ours) / figures.median(theirs));
    }

    private void atLeast(String what, double asked, double measured) {
        row(what, "at least " + number(asked), measured, measured >= asked);
    }

    private void atMost(String what, double asked, double measured) {
        row(what, "at most " + number(asked), measured, measured <= asked);
    }

    private void row(String what, String asked, double measured, boolean reached) {
        if (!Double.isNaN(measured)) {
            page.append("| %s | %s | %s | %s |%n"
                    .formatted(what, asked, number(measured), reached ? "reached" : "**missed**"));
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 0.01 ? "%.5f" : value < 10 ? "%.3f" : "%.0f", value);
    }
}
