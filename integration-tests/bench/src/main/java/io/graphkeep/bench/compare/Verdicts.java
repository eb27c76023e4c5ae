package io.graphkeep.bench.compare;

import static io.graphkeep.bench.compare.Peers.YARDSTICK;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was asked of each case, what came out, and by how much it was missed. */
final class Verdicts {
    private Verdicts() {}

    static void append(StringBuilder page, Results results) {
        page.append("\n## Verdicts\n\n| case | asked | measured | verdict |\n|---|---|---|---|\n");
        for (var each : Case.values()) {
            for (var row : rows(results, each)) {
                page.append("| ").append(each.title()).append(" | ").append(row).append(" |\n");
            }
        }
    }

    private static List<String> rows(Results results, Case each) {
        var rows = new ArrayList<String>();
        if (each == Case.FIRST_COLD) {
            return rows;
        }
        if (!results.has(GraphkeepTool.NAME, each)) {
            rows.add("| | not there yet");
            return rows;
        }
        var ours = results.median(GraphkeepTool.NAME, each, Measure::seconds).orElseThrow();
        if (each == Case.UNCHANGED) {
            var asked = Case.UNCHANGED_SECONDS;
            rows.add(row("at most " + Report.seconds(asked), ours, asked, Report.seconds(ours)));
        }
        if (each == Case.RESTORED_LATER) {
            results.median(GraphkeepTool.NAME, Case.RESTORED, Measure::seconds)
                    .ifPresent(first -> rows.add(share(Case.LATER_RESTORE, "times the first restore", ours / first)));
        }
        if (each.timeShare() > 0) {
            results.median(YARDSTICK, each, Measure::seconds)
                    .ifPresent(theirs -> rows.add(share(each.timeShare(), "of restic's time", ours / theirs)));
        }
        if (each.byteShare() > 0) {
            var bytes = results.median(GraphkeepTool.NAME, onEmptyStore(results, each), Measure::stored)
                    .orElseThrow();
            results.median(YARDSTICK, each, Measure::stored)
                    .ifPresent(theirs -> rows.add(share(each.byteShare(), "of restic's bytes", bytes / theirs)));
        }
        return rows;
    }

    /** The instructions to the model, which all graphs share, are in the store already that a warm-up was captured into. */
    private static Case onEmptyStore(Results results, Case each) {
        return each == Case.FIRST && results.has(GraphkeepTool.NAME, Case.FIRST_COLD) ? Case.FIRST_COLD : each;
    }

    private static String share(double asked, String what, double measured) {
        return row(text(asked) + " " + what, measured, asked, text(measured));
    }

    private static String row(String asked, double measured, double limit, String shown) {
        var verdict = measured <= limit
                ? "met"
                : String.format(Locale.ROOT, "missed: %.2f times what is asked", measured / limit);
        return asked + " | " + shown + " | " + verdict;
    }

    private static String text(double share) {
        return String.format(Locale.ROOT, share < 0.1 ? "%.4f" : "%.2f", share);
    }
}
