package io.graphkeep.cli;

import io.graphkeep.v1.FileProblem;
import io.graphkeep.v1.PathFinding;
import java.util.ArrayList;
import java.util.List;

/** Paths that a capture or a restore has something to tell of, for people: a short list, each with why. */
final class FindingsText {
    private static final int MOST = 10;

    private FindingsText() {}

    static List<String> lines(List<PathFinding> findings, long total) {
        var lines = new ArrayList<String>();
        findings.stream().limit(MOST).forEach(finding -> lines.add(line(finding)));
        var more = total - lines.size();
        if (more > 0) {
            lines.add("and " + more + " more (graphkeep operation show ID -o json has the first 100)");
        }
        return lines;
    }

    private static String line(PathFinding finding) {
        var why = finding.getProblem() == FileProblem.FILE_PROBLEM_SPECIAL
                ? Human.word("FILE_KIND_", finding.getKind())
                : finding.getDetail();
        // Of the top itself the sentence says all.
        var what = finding.getPath().isEmpty() ? why : finding.getPath() + (why.isEmpty() ? "" : " (" + why + ")");
        return word(finding.getProblem()) + ": " + Table.visible(what);
    }

    private static String word(FileProblem problem) {
        return switch (problem) {
            case FILE_PROBLEM_SPECIAL, FILE_PROBLEM_TEMPORARY, FILE_PROBLEM_EXCLUDED -> "skipped";
            case FILE_PROBLEM_UNREADABLE -> "unreadable";
            case FILE_PROBLEM_VANISHED -> "vanished";
            case FILE_PROBLEM_CHANGED -> "changed";
            case FILE_PROBLEM_DAMAGED -> "damaged";
            case FILE_PROBLEM_METADATA -> "not whole";
            case FILE_PROBLEM_UNSPECIFIED, UNRECOGNIZED -> "note";
        };
    }
}
