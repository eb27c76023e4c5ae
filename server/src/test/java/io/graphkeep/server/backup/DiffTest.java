package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Principal;
import io.graphkeep.v1.ChangeKind;
import io.graphkeep.v1.DiffSnapshotsRequest;
import io.graphkeep.v1.DiffSummary;
import io.graphkeep.v1.FileChange;
import io.graphkeep.v1.FileKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class DiffTest extends WithSite {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    private final List<FileChange> changes = new ArrayList<>();

    @Test
    void whatIsAddedChangedAndRemovedIsToldInPathOrder() throws IOException {
        write("a/kept", "kept");
        write("a/changed", "before");
        write("gone", "removed bytes");
        var from = site.capture(graph).getSnapshotId();
        Files.delete(source.resolve("gone"));
        write("a/changed", "after it all");
        write("b/new", "new");
        var to = site.capture(graph).getSnapshotId();

        var summary = diff(from, to);

        assertThat(changes).extracting(DiffTest::line).containsExactly("~a/changed*", "+b", "+b/new*", "-gone");
        assertThat(changes.getFirst().getBefore().getSizeBytes()).isEqualTo(6);
        assertThat(changes.getFirst().getAfter().getSizeBytes()).isEqualTo(12);
        assertThat(summary)
                .isEqualTo(DiffSummary.newBuilder()
                        .setAdded(2)
                        .setChanged(1)
                        .setRemoved(1)
                        .setUnchanged(3)
                        .setAddedBytes(3)
                        .setRemovedBytes(13)
                        .setChangedBytes(12)
                        .build());
    }

    @Test
    void theDirectoryAsItIsNowDiffersLikeTheSnapshotThatIsTakenOfIt() throws IOException {
        var random = new Random(20_261_121);
        for (var i = 0; i < 60; i++) {
            write("d" + random.nextInt(6) + "/f" + i, "content " + random.nextInt(1000));
        }
        write("big", text(random, 400_000));
        var from = site.capture(graph).getSnapshotId();
        for (var i = 0; i < 30; i++) {
            write("d" + random.nextInt(8) + "/f" + random.nextInt(90), "other " + random.nextInt(1000));
        }
        Files.delete(firstFile());
        var big = Files.readString(source.resolve("big"));
        write("big", big.substring(0, 200_000) + "inserted" + big.substring(200_000));

        var live = diff(from, Diffs.LIVE);
        var liveChanges = List.copyOf(changes);
        var taken = diff(from, site.capture(graph).getSnapshotId());

        assertThat(live).isEqualTo(taken);
        assertThat(liveChanges).isEqualTo(changes);
        assertThat(live.getChanged()).isPositive();
        assertThat(live.getChangedBytes()).isLessThan(60_000);
    }

    @Test
    void onlyMetadataThatDiffersIsToldAsSuch() throws IOException {
        write("touched", "same");
        write("mode", "same");
        var from = site.capture(graph).getSnapshotId();
        Files.setLastModifiedTime(source.resolve("touched"), FileTime.from(LONG_AGO));
        Files.setPosixFilePermissions(source.resolve("mode"), PosixFilePermissions.fromString("rwx------"));

        diff(from, Diffs.LIVE);

        assertThat(changes).extracting(DiffTest::line).containsExactly("~mode", "~touched");
    }

    @Test
    void aPathThatBecameSomethingElseIsChanged() throws IOException {
        write("thing", "a file");
        var from = site.capture(graph).getSnapshotId();
        Files.delete(source.resolve("thing"));
        write("thing/inside", "a directory now");

        diff(from, Diffs.LIVE);

        assertThat(changes).extracting(DiffTest::line).containsExactly("~thing*", "+thing/inside*");
        assertThat(changes.getFirst().getBefore().getKind()).isEqualTo(FileKind.FILE_KIND_REGULAR);
        assertThat(changes.getFirst().getAfter().getKind()).isEqualTo(FileKind.FILE_KIND_DIRECTORY);
    }

    @Test
    void linksAreComparedByWhereTheyLead() throws IOException {
        write("target", "x");
        Files.createLink(source.resolve("target-too"), source.resolve("target"));
        Files.createSymbolicLink(source.resolve("way"), Path.of("target"));
        var from = site.capture(graph).getSnapshotId();
        Files.delete(source.resolve("way"));
        Files.createSymbolicLink(source.resolve("way"), Path.of("elsewhere"));

        diff(from, Diffs.LIVE);

        assertThat(changes).extracting(DiffTest::line).containsExactly("~way");
    }

    @Test
    void aPrefixLimitsWhatIsToldAndCounted() throws IOException {
        write("a/1", "x");
        write("b/1", "x");
        var from = site.capture(graph).getSnapshotId();
        write("a/2", "y");
        write("b/2", "yy");

        var summary = diff(request(from, Diffs.LIVE).setPathPrefix("b/").build());

        assertThat(changes).extracting(DiffTest::line).containsExactly("+b/2*");
        assertThat(summary.getUnchanged()).isEqualTo(1);
        assertThat(summary.getAddedBytes()).isEqualTo(2);
    }

    @Test
    void nothingDiffersFromItself() throws IOException {
        write("a", "x");
        var snapshot = site.capture(graph).getSnapshotId();

        var summary = diff(snapshot, snapshot);

        assertThat(changes).isEmpty();
        assertThat(summary).isEqualTo(DiffSummary.newBuilder().setUnchanged(2).build());
    }

    @Test
    void whoeverGoesAwayEndsTheComparisonAndItsSessions() throws IOException {
        write("a", "x");
        var from = site.capture(graph).getSnapshotId();

        assertThatThrownBy(() -> site.parts
                        .diffs()
                        .compare(Principal.server(), request(from, Diffs.LIVE).build(), new byte[0], new Gone()))
                .isInstanceOf(CancellationException.class);

        assertThat(site.ask("SELECT count(*) FROM session WHERE state = 'OPEN'"))
                .isEqualTo("0");
    }

    @Test
    void aSourceThatIsGoneIsToldAsThat() throws IOException {
        write("a", "x");
        var from = site.capture(graph).getSnapshotId();
        Files.move(source, top.resolve("moved"));

        assertThatThrownBy(() -> diff(from, Diffs.LIVE))
                .isInstanceOfSatisfying(
                        GraphkeepException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SOURCE_NOT_FOUND));
    }

    /** A reader who has gone before the first path. */
    private static final class Gone implements DiffListener {
        @Override
        public void changed(FileChange change) {
            throw new AssertionError("Nobody reads " + change);
        }

        @Override
        public void checkCancelled() {
            throw new CancellationException("gone");
        }
    }

    private DiffSummary diff(String from, String to) {
        return diff(request(from, to).build());
    }

    private DiffSummary diff(DiffSnapshotsRequest request) {
        changes.clear();
        var listener = new DiffListener() {
            @Override
            public void changed(FileChange change) {
                changes.add(change);
            }

            @Override
            public void checkCancelled() {}
        };
        try {
            var prefix = request.getPathPrefix().getBytes(StandardCharsets.UTF_8);
            return site.parts.diffs().compare(Principal.server(), request, prefix, listener);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static DiffSnapshotsRequest.Builder request(String from, String to) {
        return DiffSnapshotsRequest.newBuilder()
                .setGraphId("books")
                .setFromSnapshotId(from)
                .setToSnapshotId(to);
    }

    private static String line(FileChange change) {
        var path = (change.hasAfter() ? change.getAfter() : change.getBefore()).getPath();
        var sign = change.getChange() == ChangeKind.CHANGE_KIND_ADDED
                ? "+"
                : change.getChange() == ChangeKind.CHANGE_KIND_REMOVED ? "-" : "~";
        return sign + path + (change.getContentChanged() ? "*" : "");
    }

    private void write(String path, String content) throws IOException {
        var file = source.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private Path firstFile() throws IOException {
        try (var files = Files.walk(source)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("big"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String text(Random random, int length) {
        var text = new StringBuilder(length);
        while (text.length() < length) {
            text.append("word").append(random.nextInt(100_000)).append(' ');
        }
        return text.toString();
    }
}
