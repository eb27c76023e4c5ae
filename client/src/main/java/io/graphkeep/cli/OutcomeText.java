package io.graphkeep.cli;

import io.graphkeep.v1.CleanupResult;
import io.graphkeep.v1.RepairResult;
import io.graphkeep.v1.VerifyResult;
import java.util.ArrayList;
import java.util.List;

/** What verifications, repairs and cleanups have brought, in sentences: the same where one is followed and where it is looked up. */
final class OutcomeText {
    private OutcomeText() {}

    static String of(VerifyResult result) {
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

    static String of(RepairResult result) {
        if (result.getDamagedChunks() == 0 && result.getHealedSnapshotIdsCount() > 0) {
            return "Nothing had to be stored anew: what was noted as damaged can be read; "
                    + Human.count(result.getHealedSnapshotIdsCount(), "snapshot is", "snapshots are") + " whole again, "
                    + Human.count(result.getCorruptSnapshotIdsCount(), "is", "are") + " damaged.";
        }
        return "Healed " + result.getHealedChunks() + " of "
                + Human.count(result.getDamagedChunks(), "damaged chunk", "damaged chunks") + "; "
                + Human.count(result.getHealedSnapshotIdsCount(), "snapshot is", "snapshots are") + " whole again, "
                + Human.count(result.getCorruptSnapshotIdsCount(), "is", "are") + " damaged.";
    }

    static List<String> of(CleanupResult result) {
        var sentences = new ArrayList<String>();
        sentences.add((result.getDryRun() ? "Would remove " : "Removed ") + result.getSnapshotsRemoved() + " of "
                + Human.count(result.getSnapshotsConsidered(), "snapshot", "snapshots") + ", and "
                + Human.bytes(result.getFreedBytes()) + " in "
                + Human.count(result.getPacksRemoved(), "pack", "packs")
                + (result.getOrphansRemoved() == 0
                        ? "."
                        : " and " + Human.count(result.getOrphansRemoved(), "object", "objects")
                                + " that broken captures had left."));
        if (result.getPacksCompacted() > 0) {
            sentences.add((result.getDryRun() ? "Of that, some would come of rewriting " : "Rewrote ")
                    + Human.count(result.getPacksCompacted(), "pack that was", "packs that were") + " mostly dead.");
        }
        return sentences;
    }
}
