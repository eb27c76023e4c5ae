package io.graphkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.v1.ChangeKind;
import io.graphkeep.v1.DiffSnapshotsRequest;
import io.graphkeep.v1.DiffSnapshotsResponse;
import io.graphkeep.v1.DiffSummary;
import io.graphkeep.v1.FileChange;
import io.graphkeep.v1.FileKind;
import io.graphkeep.v1.SnapshotFile;
import org.junit.jupiter.api.Test;

/** What differs, as people see it. */
class DiffCommandTest extends WithAnsweringServer {
    @Test
    void theDirectoryAsItIsNowIsAskedForAndTheTotalsAreShown() {
        server.answers(
                "DiffSnapshots",
                DiffSnapshotsResponse.newBuilder()
                        .setSummary(DiffSummary.newBuilder().setAdded(2).setAddedBytes(2048))
                        .build());

        var run = server.run("snapshot", "diff", "latest", "--live", "--graph", "books");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("2 added (2.00 KiB)").contains("0 unchanged");
        assertThat(server.request(DiffSnapshotsRequest.class))
                .isEqualTo(DiffSnapshotsRequest.newBuilder()
                        .setGraphId("books")
                        .setFromSnapshotId("latest")
                        .setToSnapshotId("live")
                        .build());
    }

    @Test
    void aChangedFileIsShownWithBothSizes() {
        server.answers(
                "DiffSnapshots",
                DiffSnapshotsResponse.newBuilder()
                        .setFile(FileChange.newBuilder()
                                .setChange(ChangeKind.CHANGE_KIND_CHANGED)
                                .setContentChanged(true)
                                .setBefore(
                                        SnapshotFile.newBuilder().setPath("a").setSizeBytes(10))
                                .setAfter(SnapshotFile.newBuilder().setPath("a").setSizeBytes(1024)))
                        .build());

        var run = server.run("snapshot", "diff", "s1", "s2");

        assertThat(run.out()).isEqualToIgnoringNewLines("~ a  (10 B -> 1.00 KiB)");
    }

    @Test
    void whatBecameSomethingElseIsShownForWhatItIs() {
        var before = SnapshotFile.newBuilder().setPath("a").setKind(FileKind.FILE_KIND_SYMLINK);
        server.answers(
                "DiffSnapshots",
                DiffSnapshotsResponse.newBuilder()
                        .setFile(FileChange.newBuilder()
                                .setChange(ChangeKind.CHANGE_KIND_CHANGED)
                                .setBefore(before.setLinkTarget("b"))
                                .setAfter(SnapshotFile.newBuilder().setPath("a").setKind(FileKind.FILE_KIND_DIRECTORY)))
                        .build());

        var run = server.run("snapshot", "diff", "s1", "s2");

        assertThat(run.out()).isEqualToIgnoringNewLines("t a  (link to b -> directory)");
    }

    @Test
    void bothSidesAreNeeded() {
        assertThat(server.run("snapshot", "diff", "s1").exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(server.requests(DiffSnapshotsRequest.class)).isZero();
    }
}
