package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.v1.PathFinding;
import io.graphkeep.v1.RestoreInPlace;
import io.graphkeep.v1.RestoreResult;
import io.graphkeep.v1.RestoreSnapshotRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the snapshot does not have stays what it was; what cannot stay is named. */
class CarriedExtrasTest extends WithSite {
    private static final int ALL_BITS = 07777;

    @Test
    void whatStaysKeepsItsWholeModeAndOnlyWhatComesFromTheSnapshotLosesSetuid() throws IOException {
        make("captured-tool", 04755);
        var snapshot = UUID.fromString(site.capture(graph).getSnapshotId());
        make("tool", 06755);
        Files.createDirectory(source.resolve("shared"));
        Files.setAttribute(source.resolve("shared"), "unix:mode", 02775);

        var result = restore(snapshot);

        assertThat(mode("tool")).isEqualTo(06755);
        assertThat(mode("shared")).isEqualTo(02775);
        assertThat(mode("captured-tool")).isEqualTo(0755);
        assertThat(result.getSpecialModesStripped()).isEqualTo(1);
        assertThat(result.getExtrasKept()).isEqualTo(2);
    }

    @Test
    void aFifoIsKeptAsideAndNamed() throws IOException, InterruptedException {
        Files.writeString(source.resolve("file"), "captured");
        var snapshot = UUID.fromString(site.capture(graph).getSnapshotId());
        assertThat(new ProcessBuilder("mkfifo", source.resolve("queue").toString())
                        .start()
                        .waitFor())
                .isZero();

        var result = restore(snapshot);

        assertThat(source.resolve("queue")).doesNotExist();
        assertThat(Path.of(result.getKeptAsidePath()).resolve("queue")).exists();
        assertThat(result.getFindingsList())
                .singleElement()
                .extracting(PathFinding::getPath, PathFinding::getDetail)
                .containsExactly("queue", "Not carried over, and kept aside: a FIFO.");
    }

    @Test
    void aDryRunNamesWhatTheRestoreNames() throws IOException, InterruptedException {
        var snapshot = UUID.fromString(site.capture(graph).getSnapshotId());
        Files.createDirectory(source.resolve("pipes"));
        assertThat(new ProcessBuilder("mkfifo", source.resolve("pipes/queue").toString())
                        .start()
                        .waitFor())
                .isZero();

        var dry = restore(snapshot, true);
        var wet = restore(snapshot);

        assertThat(dry.getDryRun()).isTrue();
        assertThat(dry.getFindingsList()).hasSize(1).isEqualTo(wet.getFindingsList());
        assertThat(dry.getFindingsTotal()).isOne();
    }

    /** The memory of a process at its first byte, which no process has, is a file that fails in the middle. */
    @Test
    void ofAFileThatCannotBeCopiedToItsEndNothingIsLeft() throws IOException {
        var findings = new RestoreFindings();
        var process = Path.of("/proc/" + ProcessHandle.current().pid());
        var name = Name.of("mem");
        try (var from = Directory.open(process);
                var to = Directory.open(source)) {
            var stat = withSize(from.stat(name), 10);
            var carry = new ExtrasCarry(to, ChosenPaths.of(List.of()), false, findings, OwnerNames.ofThisMachine());

            carry.file(TreePath.of("mem"), stat, from, name);
            carry.finish();
        }

        assertThat(source.resolve("mem")).doesNotExist();
        var result = findings.result();
        assertThat(result.getExtrasKept()).isZero();
        assertThat(result.getFindingsList()).extracting(PathFinding::getPath).containsExactly("mem");
    }

    private static FileStat withSize(FileStat stat, long size) {
        return new FileStat(
                stat.kind(),
                stat.mode(),
                stat.user(),
                stat.group(),
                stat.device(),
                stat.inode(),
                stat.mount(),
                stat.links(),
                size,
                stat.modified(),
                stat.changed());
    }

    private RestoreResult restore(UUID snapshot) {
        return restore(snapshot, false);
    }

    private RestoreResult restore(UUID snapshot, boolean dryRun) {
        return BackupSite.result(
                site.run(
                        "RESTORE",
                        graph,
                        snapshot,
                        RestoreSnapshotRequest.newBuilder()
                                .setInPlace(RestoreInPlace.getDefaultInstance())
                                .setDryRun(dryRun)
                                .build()),
                RestoreResult.class);
    }

    private void make(String name, int mode) throws IOException {
        Files.setAttribute(Files.writeString(source.resolve(name), name), "unix:mode", mode);
    }

    private int mode(String name) throws IOException {
        return (int) Files.getAttribute(source.resolve(name), "unix:mode", LinkOption.NOFOLLOW_LINKS) & ALL_BITS;
    }
}
