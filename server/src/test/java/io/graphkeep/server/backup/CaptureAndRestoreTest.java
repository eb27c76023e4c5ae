package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.v1.Consistency;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.ReleaseRestoreRequest;
import io.graphkeep.v1.RestoreInPlace;
import io.graphkeep.v1.RestoreResult;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.RestoreToDirectory;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.SnapshotState;
import io.graphkeep.v1.SwapKind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Order(1) // Takes longest.
class CaptureAndRestoreTest extends WithSource {
    /** The integration tests restore one of a GiB and more. */
    private static final long SPARSE = 128L << 20;

    CaptureAndRestoreTest() {
        super(ahead());
    }

    @Test
    void aRestoredDirectoryEqualsItsSource() throws IOException {
        NastyDirectory.fill(source, 20261);

        var snapshot = site.capture(graph);
        var result = restore(snapshot, top.resolve("restored"));

        assertThat(TreeCompare.differences(source, top.resolve("restored"))).isEmpty();
        assertThat(result.getSwap()).isEqualTo(SwapKind.SWAP_KIND_FRESH);
        assertThat(snapshot.getState()).isEqualTo(SnapshotState.SNAPSHOT_STATE_COMPLETED);
        assertThat(snapshot.getCounts().getSkipped()).isEqualTo(2);
        assertThat(result.getSpecialModesStripped()).isEqualTo(1);
    }

    @Test
    void aSnapshotCanBeRestoredTwice() throws IOException {
        NastyDirectory.fill(source, 20262);
        var snapshot = site.capture(graph);
        restore(snapshot, top.resolve("first"));

        restore(snapshot, top.resolve("second"));

        assertThat(TreeCompare.differences(source, top.resolve("second"))).isEmpty();
    }

    @Test
    void whatDidNotChangeIsNotRead() throws IOException {
        NastyDirectory.fill(source, 20263);
        var first = site.capture(graph);

        var second = site.capture(graph);

        assertThat(second.getCounts().getUnread()).isEqualTo(first.getCounts().getFiles());
        assertThat(second.getNewBytes()).isZero();
        restore(second, top.resolve("restored"));
        assertThat(TreeCompare.differences(source, top.resolve("restored"))).isEmpty();
    }

    @Test
    void aChangedFileAmongUnchangedOnesIsReadAlone() throws IOException {
        NastyDirectory.fill(source, 20264);
        var first = site.capture(graph);
        Files.writeString(source.resolve("many/file-77"), "changed");

        var second = site.capture(graph);

        assertThat(second.getCounts().getUnread()).isEqualTo(first.getCounts().getFiles() - 1);
        restore(second, top.resolve("restored"));
        assertThat(TreeCompare.differences(source, top.resolve("restored"))).isEmpty();
    }

    @Test
    void forceReadReadsEverything() throws IOException {
        Files.writeString(source.resolve("file"), "content");
        site.capture(graph);

        var second = site.capture(
                graph, CreateSnapshotRequest.newBuilder().setForceRead(true).build());

        assertThat(second.getCounts().getUnread()).isZero();
    }

    @Test
    void aRestoreInPlaceKeepsTheOldContentUntilItIsReleased() throws IOException {
        Files.writeString(source.resolve("file"), "old");
        var snapshot = site.capture(graph);
        Files.writeString(source.resolve("file"), "new");
        Files.writeString(source.resolve("extra"), "extra");

        var restore = site.run(
                "RESTORE",
                graph,
                UUID.fromString(snapshot.getSnapshotId()),
                RestoreSnapshotRequest.newBuilder()
                        .setInPlace(RestoreInPlace.getDefaultInstance())
                        .setDeleteExtras(true)
                        .build());
        var result = BackupSite.result(restore, RestoreResult.class);

        assertThat(result.getSwap()).isEqualTo(SwapKind.SWAP_KIND_EXCHANGED);
        assertThat(source.resolve("file")).hasContent("old");
        assertThat(source.resolve("extra")).doesNotExist();
        assertThat(Path.of(result.getKeptAsidePath()).resolve("file")).hasContent("new");
        assertThat(Path.of(result.getKeptAsidePath()).resolve("extra")).hasContent("extra");

        var release = ReleaseRestoreRequest.newBuilder()
                .setOperationId(restore.id().toString())
                .build();
        site.run("RELEASE_RESTORE", graph, UUID.fromString(snapshot.getSnapshotId()), release);
        var again = site.run("RELEASE_RESTORE", graph, UUID.fromString(snapshot.getSnapshotId()), release);

        assertThat(Path.of(result.getKeptAsidePath())).doesNotExist();
        assertThat(again.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(top.toFile().list()).containsExactlyInAnyOrder("home", "source");
    }

    @Test
    void whatTheSnapshotDoesNotHaveIsCarriedOverUnlessToldOtherwise() throws IOException {
        Files.writeString(source.resolve("file"), "old");
        var snapshot = site.capture(graph);
        Files.writeString(source.resolve("file"), "new");
        NastyDirectory.fill(source.resolve("extra"), 20265);

        var restore = site.run(
                "RESTORE",
                graph,
                UUID.fromString(snapshot.getSnapshotId()),
                RestoreSnapshotRequest.newBuilder()
                        .setInPlace(RestoreInPlace.getDefaultInstance())
                        .build());
        var result = BackupSite.result(restore, RestoreResult.class);

        assertThat(source.resolve("file")).hasContent("old");
        assertThat(TreeCompare.differences(
                        Path.of(result.getKeptAsidePath()).resolve("extra"), source.resolve("extra")))
                .isEmpty();
        assertThat(result.getExtrasKept()).isPositive();
    }

    @Test
    void aDestinationThatIsNotEmptyIsRefusedAndLeftAlone() throws IOException {
        Files.writeString(source.resolve("file"), "content");
        var snapshot = site.capture(graph);
        var destination = Files.createDirectory(top.resolve("destination"));
        Files.writeString(destination.resolve("mine"), "mine");

        var restore = site.run(
                "RESTORE",
                graph,
                UUID.fromString(snapshot.getSnapshotId()),
                to(destination).build());

        assertThat(BackupSite.error(restore)).contains("[DESTINATION_NOT_EMPTY]");
        assertThat(destination.toFile().list()).containsExactly("mine");
        assertThat(top.toFile().list()).containsExactlyInAnyOrder("home", "source", "destination");
    }

    @Test
    void theServersOwnHomeIsNeverADestination() throws IOException {
        Files.writeString(source.resolve("file"), "content");
        var snapshot = site.capture(graph);

        var restore = site.run(
                "RESTORE",
                graph,
                UUID.fromString(snapshot.getSnapshotId()),
                to(top.resolve("home/store/x")).build());

        assertThat(BackupSite.error(restore)).contains("[PATH_NOT_ALLOWED]");
    }

    @Test
    void everyNameOfAFileCountsInTheSnapshotAndInTheRestore() throws IOException {
        Files.writeString(source.resolve("one"), "content");
        Files.createLink(source.resolve("two"), source.resolve("one"));
        var snapshot = site.capture(graph);

        var restore = site.run(
                "RESTORE",
                graph,
                UUID.fromString(snapshot.getSnapshotId()),
                to(top.resolve("destination")).build());

        assertThat(snapshot.getCounts().getFiles()).isEqualTo(2);
        assertThat(snapshot.getLogicalBytes()).isEqualTo(7);
        assertThat(BackupSite.result(restore, RestoreResult.class).getFiles()).isEqualTo(2);
        assertThat(restore.filesTotal()).isEqualTo(2);
    }

    @Test
    void aDryRunWritesNothing() throws IOException {
        Files.writeString(source.resolve("file"), "content");
        var snapshot = site.capture(graph);

        var restore = site.run(
                "RESTORE",
                graph,
                UUID.fromString(snapshot.getSnapshotId()),
                to(top.resolve("destination")).setDryRun(true).build());

        assertThat(BackupSite.result(restore, RestoreResult.class).getFiles()).isEqualTo(1);
        assertThat(top.toFile().list()).containsExactlyInAnyOrder("home", "source");
    }

    @Test
    void aHugeSparseFileStaysSparse() throws IOException {
        try (var file = new RandomAccessFile(source.resolve("sparse").toFile(), "rw")) {
            file.setLength(SPARSE);
        }
        var snapshot = site.capture(graph);

        restore(snapshot, top.resolve("restored"));

        var restored = top.resolve("restored/sparse");
        assertThat(Files.size(restored)).isEqualTo(SPARSE);
        assertThat(blocks(restored)).isLessThan(100);
    }

    @Test
    void nothingMovedIsQuiescedAndToldSoIsStopped() throws IOException {
        Files.writeString(source.resolve("file"), "content");

        assertThat(site.capture(graph).getConsistency()).isEqualTo(Consistency.CONSISTENCY_QUIESCED);
        var told = site.capture(
                graph, CreateSnapshotRequest.newBuilder().setSourceStopped(true).build());
        assertThat(told.getConsistency()).isEqualTo(Consistency.CONSISTENCY_STOPPED);
    }

    @Test
    void aSourceThatIsGoneFailsTheCaptureAndLeavesNoSnapshot() throws IOException {
        Files.delete(source);

        var operation = site.ended(site.startCapture(graph, CreateSnapshotRequest.getDefaultInstance())
                .id());

        assertThat(BackupSite.error(operation)).contains("[SOURCE_NOT_FOUND]");
        assertThat(snapshots()).isZero();
    }

    @Test
    void anEmptySourceAfterAFullOneIsRefused() throws IOException {
        var file = Files.writeString(source.resolve("file"), "content");
        site.capture(graph);
        Files.delete(file);

        var operation = site.ended(site.startCapture(graph, CreateSnapshotRequest.getDefaultInstance())
                .id());

        assertThat(BackupSite.error(operation)).contains("[CAPTURE_EMPTY]");
        assertThat(snapshots()).isEqualTo(1);
    }

    @Test
    void aCancelledCaptureLeavesNothing() throws IOException {
        try (var file = new RandomAccessFile(source.resolve("sparse").toFile(), "rw")) {
            file.setLength(200L << 30);
        }
        var operation = site.startCapture(graph, CreateSnapshotRequest.getDefaultInstance());

        site.database().inTransaction(tx -> site.engine.operations().cancel(tx, operation.id(), "tester"));

        assertThat(site.ended(operation.id()).state()).isEqualTo(OperationState.CANCELLED);
        assertThat(snapshots()).isZero();
    }

    private long snapshots() {
        return site.database()
                .read(tx -> tx.mapper(io.graphkeep.server.catalog.snapshot.SnapshotMapper.class)
                        .ofGraph(graph))
                .size();
    }

    private static long blocks(Path file) throws IOException {
        var process = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        return Long.parseLong(
                new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII)
                        .strip());
    }

    private RestoreResult restore(Snapshot snapshot, Path destination) {
        var id = UUID.fromString(snapshot.getSnapshotId());
        return BackupSite.result(site.run("RESTORE", graph, id, to(destination).build()), RestoreResult.class);
    }

    private static RestoreSnapshotRequest.Builder to(Path destination) {
        return RestoreSnapshotRequest.newBuilder()
                .setToDirectory(RestoreToDirectory.newBuilder().setPath(destination.toString()));
    }
}
