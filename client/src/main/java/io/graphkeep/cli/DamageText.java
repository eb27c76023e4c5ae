package io.graphkeep.cli;

import io.graphkeep.v1.DamageFinding;
import io.graphkeep.v1.VerifyResult;
import java.util.ArrayList;
import java.util.List;

/** What a verification found, for people. */
final class DamageText {
    private static final int MOST = 10;

    private DamageText() {}

    static String summary(VerifyResult result) {
        var looked = Human.count(result.getObjects(), "object", "objects") + ", "
                + Human.bytes(result.getBytes()) + " read, "
                + Human.count(result.getSnapshots(), "snapshot", "snapshots");
        var level = Human.word("VERIFY_LEVEL_", result.getLevel());
        return result.getIntact()
                ? "Intact at the level " + level + ": " + looked + "."
                : "Damaged at the level " + level + ": "
                        + Human.count(result.getDamagedObjects(), "object", "objects") + " of " + looked + "; "
                        + Human.count(result.getCorruptSnapshotIdsCount(), "snapshot needs", "snapshots need")
                        + " what is hit.";
    }

    static List<String> lines(List<DamageFinding> findings, long total) {
        var lines = new ArrayList<String>();
        findings.stream().limit(MOST).forEach(finding -> lines.add(line(finding)));
        var more = total - lines.size();
        if (more > 0) {
            lines.add("and " + more + " more (graphkeep operation show ID -o json has the first 100)");
        }
        return lines;
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
}
