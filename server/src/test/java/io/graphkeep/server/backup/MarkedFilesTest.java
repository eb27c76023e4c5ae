package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.format.v1.EntryMark;
import io.graphkeep.format.v1.TreeItem;
import io.graphkeep.v1.FileProblem;
import io.graphkeep.v1.PathFinding;
import io.graphkeep.v1.RestoreResult;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.RestoreToDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a capture has marked is told by a restore, and by its dry run as by itself. */
class MarkedFilesTest extends WithSite {
    @Test
    void aDryRunTellsWhatTheCaptureHasMarkedAsTheRestoreDoes() throws IOException {
        var tree = new ByteArrayOutputStream();
        write(tree, "changed", EntryMark.ENTRY_MARK_TORN);
        write(tree, "fresh", EntryMark.ENTRY_MARK_FRESH);
        write(tree, "gone", EntryMark.ENTRY_MARK_VANISHED);
        write(tree, "unread", EntryMark.ENTRY_MARK_UNREADABLE);
        var snapshot = ForgedSnapshot.commit(site, graph, tree.toByteArray());

        var dry = restore(snapshot, true);
        var wet = restore(snapshot, false);

        assertThat(dry.getFindingsList()).isEqualTo(wet.getFindingsList());
        assertThat(dry.getFindingsList())
                .extracting(PathFinding::getPath, PathFinding::getProblem)
                .containsExactly(
                        tuple("changed", FileProblem.FILE_PROBLEM_CHANGED),
                        tuple("gone", FileProblem.FILE_PROBLEM_VANISHED),
                        tuple("unread", FileProblem.FILE_PROBLEM_UNREADABLE));
        assertThat(top.resolve("restored").toFile().list()).containsExactlyInAnyOrder("changed", "fresh");
    }

    private static void write(ByteArrayOutputStream tree, String path, EntryMark mark) throws IOException {
        var entry = Entry.newBuilder()
                .setPath(ByteString.copyFromUtf8(path))
                .setKind(EntryKind.ENTRY_KIND_FILE)
                .setMode(0644)
                .addMarks(mark);
        TreeItem.newBuilder().setEntry(entry).build().writeDelimitedTo(tree);
    }

    private RestoreResult restore(UUID snapshot, boolean dryRun) {
        var request = RestoreSnapshotRequest.newBuilder()
                .setDryRun(dryRun)
                .setToDirectory(RestoreToDirectory.newBuilder()
                        .setPath(top.resolve("restored").toString()));
        return BackupSite.result(site.run("RESTORE", graph, snapshot, request.build()), RestoreResult.class);
    }
}
