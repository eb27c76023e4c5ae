package io.graphkeep.cli;

import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.SnapshotState;

/** A snapshot as a person reads it. */
final class SnapshotText {
    private SnapshotText() {}

    static Table table() {
        return new Table("SNAPSHOT", "GRAPH", "CUT", "STATE", "CONSISTENCY", "SIZE", "NEW", "FILES", "HELD");
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
                .row("cut", Human.time(snapshot.hasCutTime(), snapshot.getCutTime()))
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
        if (snapshot.hasHold()) {
            table.row("held", snapshot.getHold().getReason());
        }
        if (!snapshot.getDescription().isEmpty()) {
            table.row("description", snapshot.getDescription());
        }
        snapshot.getLabelsMap().forEach((name, value) -> table.row("label", name + "=" + value));
        return table;
    }

    /** What was left out of a snapshot, in a sentence; empty where nothing was. */
    static String gaps(Snapshot snapshot) {
        var counts = snapshot.getCounts();
        var gaps = new StringBuilder();
        if (snapshot.getState() == SnapshotState.SNAPSHOT_STATE_PARTIAL) {
            gaps.append(counts.getUnreadable()).append(" files could not be read. ");
        }
        if (counts.getChanged() > 0) {
            gaps.append(counts.getChanged()).append(" files changed while they were read. ");
        }
        if (gaps.length() > 0) {
            gaps.append("See: graphkeep snapshot files ")
                    .append(snapshot.getSnapshotId())
                    .append(" --problems");
        }
        return gaps.toString();
    }

    private static String state(Snapshot snapshot) {
        var word = Human.word("SNAPSHOT_STATE_", snapshot.getState());
        return snapshot.getStateReason().isEmpty() ? word : word + ": " + snapshot.getStateReason();
    }
}
