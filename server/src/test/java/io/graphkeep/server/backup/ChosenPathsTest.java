package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.v1.PathFinding;
import io.graphkeep.v1.ReleaseRestoreRequest;
import io.graphkeep.v1.ReleaseRestoreResult;
import io.graphkeep.v1.RestoreInPlace;
import io.graphkeep.v1.RestoreResult;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.RestoreToDirectory;
import io.graphkeep.v1.SwapKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A restore of some paths brings these and touches nothing else. */
class ChosenPathsTest extends WithSite {
    private UUID snapshot;

    @BeforeEach
    void capture() throws IOException {
        Files.createDirectories(source.resolve("a/b"));
        Files.writeString(source.resolve("a/one"), "one");
        Files.writeString(source.resolve("a/b/two"), "two");
        Files.writeString(source.resolve("ab"), "not in a");
        Files.createLink(source.resolve("second name"), source.resolve("a/one"));
        snapshot = UUID.fromString(site.capture(graph).getSnapshotId());
    }

    @Test
    void oneFileComesBackInPlaceAndAllElseStays() throws IOException {
        Files.writeString(source.resolve("file"), "spoilt");
        Files.writeString(source.resolve("ab"), "newer");

        var ended = inPlace(List.of("file"), false);

        var result = BackupSite.result(ended, RestoreResult.class);
        assertThat(source.resolve("file")).hasContent("captured");
        assertThat(source.resolve("ab")).hasContent("newer");
        assertThat(result.getSwap()).isEqualTo(SwapKind.SWAP_KIND_JOURNALLED);
        assertThat(result.getFiles()).isEqualTo(1);
        assertThat(Path.of(result.getKeptAsidePath()).resolve("file")).hasContent("spoilt");
        assertThat(top.toFile().list())
                .containsExactlyInAnyOrder(
                        "home",
                        "source",
                        String.valueOf(Path.of(result.getKeptAsidePath()).getFileName()));
    }

    @Test
    void whatWasKeptAsideOfChosenPathsIsReleased() throws IOException {
        Files.writeString(source.resolve("file"), "spoilt");
        var ended = inPlace(List.of("file"), false);

        var release = ReleaseRestoreRequest.newBuilder()
                .setOperationId(ended.id().toString())
                .build();
        BackupSite.result(site.run("RELEASE_RESTORE", graph, snapshot, release), ReleaseRestoreResult.class);

        assertThat(top.toFile().list()).containsExactlyInAnyOrder("home", "source");
    }

    @Test
    void whatAChosenDirectoryHasBesideIsCarriedOver() throws IOException {
        Files.delete(source.resolve("a/one"));
        Files.writeString(source.resolve("a/extra"), "extra");
        Files.writeString(source.resolve("outside"), "outside");

        var result = BackupSite.result(inPlace(List.of("a"), false), RestoreResult.class);

        assertThat(source.resolve("a/one")).hasContent("one");
        assertThat(source.resolve("a/b/two")).hasContent("two");
        assertThat(source.resolve("a/extra")).hasContent("extra");
        assertThat(source.resolve("outside")).hasContent("outside");
        assertThat(result.getExtrasKept()).isEqualTo(1);
        assertThat(result.getExtrasRemoved()).isZero();
    }

    @Test
    void extrasAreDeletedWithinAChosenDirectoryOnly() throws IOException {
        Files.writeString(source.resolve("a/b/extra"), "extra");
        Files.writeString(source.resolve("outside"), "outside");

        var result = BackupSite.result(inPlace(List.of("a/b"), true), RestoreResult.class);

        assertThat(source.resolve("a/b").toFile().list()).containsExactly("two");
        assertThat(source.resolve("outside")).hasContent("outside");
        assertThat(result.getExtrasRemoved()).isEqualTo(1);
        assertThat(Path.of(result.getKeptAsidePath()).resolve("a/b/extra")).hasContent("extra");
    }

    @Test
    void directoriesOnTheWayThatAreGoneComeBack() throws IOException {
        deleteTree(source.resolve("a"));

        BackupSite.result(inPlace(List.of("a/b/two"), false), RestoreResult.class);

        assertThat(source.resolve("a/b/two")).hasContent("two");
        assertThat(source.resolve("a").toFile().list()).containsExactly("b");
    }

    @Test
    void aLinkOnTheWayIsReplacedAndNotFollowed() throws IOException {
        deleteTree(source.resolve("a"));
        Files.createDirectories(top.resolve("elsewhere/b"));
        Files.createSymbolicLink(source.resolve("a"), top.resolve("elsewhere"));

        BackupSite.result(inPlace(List.of("a/b/two"), false), RestoreResult.class);

        assertThat(source.resolve("a")).isDirectory();
        assertThat(Files.isSymbolicLink(source.resolve("a"))).isFalse();
        assertThat(top.resolve("elsewhere/b")).isEmptyDirectory();
    }

    @Test
    void chosenPathsComeIntoAFreshDirectoryAlone() {
        var to = top.resolve("fresh");

        var ended = site.run("RESTORE", graph, snapshot, to(to, List.of("a/b", "file")));

        var result = BackupSite.result(ended, RestoreResult.class);
        assertThat(to.toFile().list()).containsExactlyInAnyOrder("a", "file");
        assertThat(to.resolve("a").toFile().list()).containsExactly("b");
        assertThat(result.getSwap()).isEqualTo(SwapKind.SWAP_KIND_FRESH);
        assertThat(result.getFiles()).isEqualTo(2);
        assertThat(result.getDirectories()).isEqualTo(2);
    }

    @Test
    void aFurtherNameOfAFileThatIsNotChosenHasItsContent() {
        var to = top.resolve("fresh");

        var ended = site.run("RESTORE", graph, snapshot, to(to, List.of("second name", "ab")));

        var result = BackupSite.result(ended, RestoreResult.class);
        assertThat(to.resolve("second name")).hasContent("one");
        assertThat(to.toFile().list()).containsExactlyInAnyOrder("second name", "ab");
        assertThat(result.getFiles()).isEqualTo(2);
        assertThat(result.getFindingsList()).isEmpty();
    }

    @Test
    void aNameThatIsTakenFromItsFileInPlaceIsTold() throws IOException {
        var further = BackupSite.result(inPlace(List.of("second name"), false), RestoreResult.class);
        var first = BackupSite.result(inPlace(List.of("a/one"), false), RestoreResult.class);
        var both = BackupSite.result(inPlace(List.of("a", "second name"), false), RestoreResult.class);

        assertThat(further.getFiles()).isEqualTo(1);
        assertThat(told(further)).containsExactly("second name");
        assertThat(told(first)).containsExactly("a/one");
        assertThat(first.getFindings(0).getDetail()).contains("the same file as second name", "not touched");
        assertThat(told(both)).isEmpty();
        assertThat(Files.isSameFile(source.resolve("a/one"), source.resolve("second name")))
                .isTrue();
    }

    @Test
    void aPathThatMatchesNothingIsToldAndNothingIsWritten() {
        var ended = inPlace(List.of("file", "a/none"), false);

        assertThat(BackupSite.error(ended)).contains("[FILE_NOT_IN_SNAPSHOT]").contains("a/none");
        assertThat(top.toFile().list()).containsExactlyInAnyOrder("home", "source");
    }

    @Test
    void aDryRunTellsWhatWouldBeDone() throws IOException {
        Files.writeString(source.resolve("a/extra"), "extra");
        var request = RestoreSnapshotRequest.newBuilder()
                .setInPlace(RestoreInPlace.getDefaultInstance())
                .setDryRun(true)
                .setDeleteExtras(true)
                .addPaths("a")
                .build();

        var result = BackupSite.result(site.run("RESTORE", graph, snapshot, request), RestoreResult.class);

        assertThat(result.getDryRun()).isTrue();
        assertThat(result.getFiles()).isEqualTo(2);
        assertThat(result.getDirectories()).isEqualTo(2);
        assertThat(result.getBytes()).isEqualTo(6);
        assertThat(result.getExtrasRemoved()).isEqualTo(1);
        assertThat(source.resolve("a/extra")).exists();
        assertThat(top.toFile().list()).containsExactlyInAnyOrder("home", "source");
    }

    @Test
    void whoRestoresIntoAGraphsOwnSourceIsWarned() {
        var request = to(source.resolve("a/new"), List.of());

        var result = BackupSite.result(site.run("RESTORE", graph, snapshot, request), RestoreResult.class);

        assertThat(result.getFindingsList())
                .extracting(PathFinding::getDetail)
                .singleElement()
                .asString()
                .contains("Graph books is captured from");
    }

    private OperationRow inPlace(List<String> paths, boolean deleteExtras) {
        return site.run(
                "RESTORE",
                graph,
                snapshot,
                RestoreSnapshotRequest.newBuilder()
                        .setInPlace(RestoreInPlace.getDefaultInstance())
                        .addAllPaths(paths)
                        .setDeleteExtras(deleteExtras)
                        .build());
    }

    private static List<String> told(RestoreResult result) {
        return result.getFindingsList().stream().map(PathFinding::getPath).toList();
    }

    private static RestoreSnapshotRequest to(Path path, List<String> paths) {
        return RestoreSnapshotRequest.newBuilder()
                .setToDirectory(RestoreToDirectory.newBuilder().setPath(path.toString()))
                .addAllPaths(paths)
                .build();
    }

    private static void deleteTree(Path tree) throws IOException {
        try (var all = Files.walk(tree)) {
            all.sorted(java.util.Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        }
    }
}
