package io.graphkeep.cli;

import io.graphkeep.v1.DamageFinding;
import io.graphkeep.v1.FileProblem;
import io.graphkeep.v1.PathFinding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What an operation has to tell of paths, or of damage, for people: a short list, each with why. */
final class FindingsText {
    private static final int MOST = 10;

    private FindingsText() {}

    /** Paths that a capture or a restore tells of. */
    static List<String> ofPaths(List<PathFinding> findings, long total, String operation) {
        return lines(findings, total, operation, FindingsText::line);
    }

    /** Damage that a verification or a repair tells of. */
    static List<String> ofDamage(List<DamageFinding> findings, long total, String operation) {
        return lines(findings, total, operation, FindingsText::line);
    }

    private static <F> List<String> lines(List<F> findings, long total, String operation, Function<F, String> line) {
        var lines = new ArrayList<String>();
        findings.stream().limit(MOST).map(line).forEach(lines::add);
        var more = total - lines.size();
        if (more > 0) {
            lines.add("and " + more + " more (graphkeep operation show " + operation + " -o json has the first 100)");
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

    private static String line(DamageFinding finding) {
        var where = new StringBuilder("damaged: ");
        if (!finding.getPath().isEmpty()) {
            where.append(finding.getPath()).append(" of ");
        }
        if (!finding.getSnapshotId().isEmpty()) {
            where.append("snapshot ").append(finding.getSnapshotId());
            where.append(" of graph ").append(finding.getGraphId()).append(", in ");
        }
        where.append(finding.getObject());
        if (!finding.getDetail().isEmpty()) {
            where.append(" (").append(finding.getDetail()).append(")");
        }
        return Table.visible(where.toString());
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
