package io.graphkeep.bench.compare;

import static io.graphkeep.bench.compare.Peers.YARDSTICK;

import java.util.Locale;

/**
 * Whether the corpora are as mean as real data: restic's own new bytes on them, beside what it stored of real data.
 *
 * <p>They grow with the corpus, and are compared in proportion; below 500 MB one document is too large a share for that.
 */
final class Calibration {
    private static final double TOLERANCE = 0.25;
    private static final double LEAST_SHARE = 0.65;

    private Calibration() {}

    static void append(StringBuilder page, Results results) {
        page.append("\n## Are the corpora right?\n\n");
        page.append("They are where restic's own new bytes are within 25 % of what it stored of real data of this"
                + " shape.\n\n");
        page.append("| case | restic on real data, in proportion | restic here | |\n|---|---|---|---|\n");
        for (var each : Case.values()) {
            var measured = results.median(YARDSTICK, each, Measure::stored);
            if (each.resticBytes() > 0 && measured.isPresent()) {
                page.append(row(each, measured.get(), results.size(each.corpus())));
            }
        }
    }

    private static String row(Case each, double measured, long size) {
        var share = size / each.corpus().bytes();
        var expected = each.resticBytes() * share;
        var off = measured / expected - 1;
        var verdict = share < LEAST_SHARE
                ? "too small to judge"
                : Math.abs(off) <= TOLERANCE ? "right" : "WRONG: this row says nothing";
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s, %+.0f %% | %s |%n",
                each.title(),
                Report.megabytes(expected),
                Report.megabytes(measured),
                off * 100,
                verdict);
    }
}
