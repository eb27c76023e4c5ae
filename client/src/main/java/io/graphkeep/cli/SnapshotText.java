package io.graphkeep.cli;

import io.graphkeep.v1.Consistency;
import io.graphkeep.v1.Hold;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.SnapshotState;
import java.util.ArrayList;
import java.util.List;

/** A snapshot as a person reads it. */
final class SnapshotText {
    private SnapshotText() {}

    static Table table() {
        return new Table(
                "SNAPSHOT", "GRAPH", Human.inZone("TAKEN"), "STATE", "CONSISTENCY", "SIZE", "NEW", "FILES", "HELD");
    }

    static void row(Table table, Snapshot snapshot) {
        table.row(
                snapshot.getSnapshotId(),
                snapshot.getGraphId(),
                Human.time(snapshot.hasCutTime(), snapshot.getCutTime()),
                Human.word("SNAPSHOT_STATE_", snapshot.getState()),
                Human.word("CONSISTENCY_", snapshot.getConsistency()),
                Human.bytes(snapshot.getLogicalBytes()),
                Human.bytes(snapshot.getNewBytes()),
                snapshot.getCounts().getFiles(),
                snapshot.hasHold() ? "yes" : "-");
    }

    static Table details(Snapshot snapshot) {
        var counts = snapshot.getCounts();
        var table = new Table("snapshot", snapshot.getSnapshotId())
                .row("graph", snapshot.getGraphId())
                .row("state", state(snapshot))
                .row("consistency", Human.word("CONSISTENCY_", snapshot.getConsistency()))
                .row("taken", Human.moment(snapshot.hasCutTime(), snapshot.getCutTime()))
                .row("created by", snapshot.getCreatedBy())
                .row("size", Human.bytes(snapshot.getLogicalBytes()))
                .row("new", Human.bytes(snapshot.getNewBytes()))
                .row("stored", Human.bytes(snapshot.getStoredBytes()))
                .row("files", counts.getFiles())
                .row("directories", counts.getDirectories())
                .row("links", counts.getSymlinks())
                .row("skipped", counts.getSkipped())
                .row("unreadable", counts.getUnreadable())
                .row("changed while read", counts.getChanged())
                .row("manifest", snapshot.getManifestDigest());
        table.row("verified", verified(snapshot));
        if (snapshot.hasHold()) {
            table.row("held", snapshot.getHold().getReason() + until(snapshot.getHold()));
        }
        if (!snapshot.getDescription().isEmpty()) {
            table.row("description", snapshot.getDescription());
        }
        snapshot.getLabelsMap().forEach((name, value) -> table.row("label", name + "=" + value));
        return table;
    }

    /** When a hold ends by itself: {@code , until 2026-05-01 12:00:00 UTC}; nothing where it does not. */
    static String until(Hold hold) {
        return hold.hasExpireTime() ? ", until " + Human.moment(true, hold.getExpireTime()) : "";
    }

    private static String verified(Snapshot snapshot) {
        if (!snapshot.hasLastVerification()) {
            return "never";
        }
        var last = snapshot.getLastVerification();
        return Human.word("VERIFY_LEVEL_", last.getLevel()) + ", "
                + (last.getIntact() ? "intact" : "damaged") + ", "
                + Human.moment(last.hasVerifyTime(), last.getVerifyTime());
    }

    /** How much it holds: {@code 15 files, 3.2 MiB}. */
    static String extent(Snapshot snapshot) {
        return Human.count(snapshot.getCounts().getFiles(), "file", "files") + ", "
                + Human.bytes(snapshot.getLogicalBytes()) + ", " + Human.bytes(snapshot.getNewBytes()) + " new";
    }

    /** How still the source was, where it is not what captures mostly find. */
    static String grade(Snapshot snapshot) {
        return switch (snapshot.getConsistency()) {
            case CONSISTENCY_STOPPED -> ", graded STOPPED";
            case CONSISTENCY_FUZZY -> ", graded FUZZY";
            case CONSISTENCY_QUIESCED, CONSISTENCY_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }

    static String grades(Snapshot snapshot) {
        return Human.word("SNAPSHOT_STATE_", snapshot.getState()) + ", "
                + Human.word("CONSISTENCY_", snapshot.getConsistency());
    }

    /** What a snapshot lacks, and what moved while it was taken: a sentence for each. */
    static List<String> gaps(Snapshot snapshot) {
        var gaps = new ArrayList<String>();
        var see = " (graphkeep snapshot files " + snapshot.getSnapshotId() + " --problems)";
        if (isPartial(snapshot)) {
            gaps.add(Human.count(snapshot.getCounts().getUnreadable(), "file", "files")
                    + " of this snapshot could not be read when it was taken" + see);
        }
        var changed = snapshot.getCounts().getChanged();
        if (changed > 0) {
            gaps.add(Human.count(changed, "file changed while it was read", "files changed while they were read")
                    + ": the copy is graded FUZZY" + see);
        } else if (snapshot.getConsistency() == Consistency.CONSISTENCY_FUZZY) {
            gaps.add("The source changed while it was copied: the copy is graded FUZZY");
        }
        return gaps;
    }

    /** Whether something that the graph had is not in it. */
    static boolean isPartial(Snapshot snapshot) {
        return snapshot.getState() == SnapshotState.SNAPSHOT_STATE_PARTIAL;
    }

    private static String state(Snapshot snapshot) {
        var word = Human.word("SNAPSHOT_STATE_", snapshot.getState());
        return snapshot.getStateReason().isEmpty() ? word : word + ": " + snapshot.getStateReason();
    }
}
