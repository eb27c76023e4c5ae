package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.v1.ReleaseRestoreRequest;
import io.graphkeep.v1.ReleaseRestoreResult;
import io.graphkeep.v1.RestoreInPlace;
import io.graphkeep.v1.RestoreResult;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.SwapKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Restores onto a directory that cannot be renamed, as another one is mounted there. */
@Tag("needs-mounts")
class MountedRestoreTest extends WithSite {
    private Path disk;
    private UUID snapshot;

    @BeforeEach
    void mount() throws Exception {
        NastyDirectory.fill(source, 20264);
        disk = Files.createDirectory(top.resolve("disk"));
        snapshot = UUID.fromString(site.capture(graph).getSnapshotId());
        run("mount", "--bind", disk.toString(), source.toString());
        Files.createDirectory(source.resolve("old directory"));
        Files.writeString(source.resolve("old directory/old"), "old");
        Files.writeString(source.resolve("file"), "old");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "--lazy", source.toString());
    }

    @Test
    void theContentOfAMountPointIsReplacedAndKeptInIt() throws IOException {
        var result = BackupSite.result(restore(true), RestoreResult.class);

        assertThat(result.getSwap()).isEqualTo(SwapKind.SWAP_KIND_JOURNALLED);
        var aside = Path.of(result.getKeptAsidePath());
        assertThat(aside.getParent()).isEqualTo(source);
        assertThat(aside.resolve("file")).hasContent("old");
        assertThat(aside.resolve("old directory/old")).hasContent("old");
        assertThat(result.getExtrasRemoved()).isEqualTo(2);
        release(result);
        assertThat(TreeCompare.differences(covered(), source)).isEmpty();
    }

    @Test
    void whatTheSnapshotDoesNotHaveStaysWhereItIs() throws IOException {
        var result = BackupSite.result(restore(false), RestoreResult.class);

        assertThat(source.resolve("old directory/old")).hasContent("old");
        assertThat(source.resolve("file")).hasContent("captured");
        assertThat(result.getExtrasRemoved()).isZero();
        assertThat(Path.of(result.getKeptAsidePath()).toFile().list()).containsExactly("file");
    }

    @Test
    void aCaptureLeavesOutWhatIsKeptAsideInTheMountPoint() throws IOException {
        BackupSite.result(restore(true), RestoreResult.class);

        var again = UUID.fromString(site.capture(graph).getSnapshotId());

        var to = RestoreSnapshotRequest.newBuilder()
                .setToDirectory(io.graphkeep.v1.RestoreToDirectory.newBuilder()
                        .setPath(top.resolve("again").toString()))
                .build();
        BackupSite.result(site.run("RESTORE", graph, again, to), RestoreResult.class);
        assertThat(TreeCompare.differences(covered(), top.resolve("again"))).isEmpty();
    }

    private OperationRow restore(boolean deleteExtras) {
        return site.run(
                "RESTORE",
                graph,
                snapshot,
                RestoreSnapshotRequest.newBuilder()
                        .setInPlace(RestoreInPlace.getDefaultInstance())
                        .setDeleteExtras(deleteExtras)
                        .build());
    }

    private void release(RestoreResult result) {
        var id = Path.of(result.getKeptAsidePath()).getFileName().toString().replace(".graphkeep-before-", "");
        var request = ReleaseRestoreRequest.newBuilder().setOperationId(id).build();
        BackupSite.result(site.run("RELEASE_RESTORE", graph, snapshot, request), ReleaseRestoreResult.class);
    }

    /** What lies under the mount: the directory that was captured, as a restore of it beside the mount point. */
    private Path covered() {
        var to = top.resolve("expected");
        if (!Files.exists(to)) {
            var request = RestoreSnapshotRequest.newBuilder()
                    .setToDirectory(
                            io.graphkeep.v1.RestoreToDirectory.newBuilder().setPath(to.toString()))
                    .build();
            BackupSite.result(site.run("RESTORE", graph, snapshot, request), RestoreResult.class);
        }
        return to;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }
}
