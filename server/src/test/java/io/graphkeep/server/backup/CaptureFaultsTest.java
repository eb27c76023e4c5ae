package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.server.backup.reading.ReadRate;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Principal;
import io.graphkeep.server.store.WriteRequest;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.v1.CaptureFindings;
import io.graphkeep.v1.Consistency;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.FileKind;
import io.graphkeep.v1.FileProblem;
import io.graphkeep.v1.PathFinding;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.SnapshotState;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CaptureFaultsTest extends WithSource {
    CaptureFaultsTest() {
        super(Clock.systemUTC());
    }

    /** Deeper than what JUnit, which names whole paths, could remove. */
    @AfterEach
    void removeSource() throws IOException {
        try (var parent = Directory.open(top)) {
            parent.removeTree(Name.of("source"));
        }
    }

    @Test
    void whatCannotBeReadMakesTheSnapshotPartial() throws IOException {
        Files.writeString(source.resolve("good"), "good");
        tooDeep();

        var snapshot = site.capture(graph);

        assertThat(snapshot.getState()).isEqualTo(SnapshotState.SNAPSHOT_STATE_PARTIAL);
        assertThat(snapshot.getCounts().getUnreadable()).isEqualTo(1);
        assertThat(snapshot.getStateReason()).isNotEmpty();
        assertThat(snapshot.getCounts().getFiles()).isEqualTo(1);
        assertThatThrownBy(() -> site.parts.snapshots().get(Principal.server(), "latest", "books", false))
                .hasMessageContainingAll("1 is PARTIAL", snapshot.getSnapshotId(), "include_partial");
    }

    @Test
    void whatIsSkippedOrUnreadableIsTold() throws Exception {
        Files.writeString(source.resolve("good"), "good");
        fifo("queue");
        fifo("odd\nname");
        Files.writeString(source.resolve("left.tmp"), "left out");
        tooDeep();
        var excluding = site.addGraph("excluding", source, "*.tmp");

        var findings = findings(excluding);

        assertThat(findings.getFindingsList())
                .extracting(PathFinding::getPath, PathFinding::getProblem, PathFinding::getKind)
                .contains(
                        tuple("queue", FileProblem.FILE_PROBLEM_SPECIAL, FileKind.FILE_KIND_FIFO),
                        tuple("odd%0Aname", FileProblem.FILE_PROBLEM_SPECIAL, FileKind.FILE_KIND_FIFO));
        assertThat(findings.getFindingsList())
                .extracting(PathFinding::getProblem)
                .contains(FileProblem.FILE_PROBLEM_UNREADABLE)
                .doesNotContain(FileProblem.FILE_PROBLEM_EXCLUDED);
        assertThat(findings.getFindingsTotal()).isEqualTo(3);
    }

    @Test
    void manyFindingsAreCountedAndTheFirstOnesTold() throws Exception {
        for (var i = 0; i < 120; i++) {
            fifo("queue-" + i);
        }

        var findings = findings(graph);

        assertThat(findings.getFindingsTotal()).isEqualTo(120);
        assertThat(findings.getFindingsCount()).isEqualTo(100);
    }

    @Test
    void anErrorNamesAFileWithoutItsControlCharacters() throws IOException {
        try (var directory = Directory.open(source)) {
            assertThatThrownBy(() -> directory.stat(Name.of("no\n\u001bsuch")))
                    .hasMessageContaining("no%0A%1Bsuch")
                    .message()
                    .doesNotContain("\n");
        }
    }

    @Test
    void aFileThatVanishesBetweenItsListingAndItsReadingIsCounted() throws IOException {
        Files.writeString(source.resolve("gone"), "content");

        var tree = captureByHand(directory -> {
            var stat = directory.stat(Name.of("gone"));
            Files.delete(source.resolve("gone"));
            return stat;
        });

        assertThat(tree.counts().moved()).isEqualTo(1);
        assertThat(tree.counts().files()).isZero();
    }

    @Test
    void aFileReplacedByALinkBetweenItsListingAndItsReadingIsNotRead() throws IOException {
        Files.writeString(source.resolve("gone"), "content");

        var tree = captureByHand(directory -> {
            var stat = directory.stat(Name.of("gone"));
            Files.delete(source.resolve("gone"));
            Files.createSymbolicLink(source.resolve("gone"), Path.of("/etc/passwd"));
            return stat;
        });

        assertThat(tree.counts().moved()).isEqualTo(1);
        assertThat(tree.counts().logicalBytes()).isZero();
    }

    @Test
    void aFileReplacedByASocketBetweenItsListingAndItsReadingHasChanged() throws IOException {
        Files.writeString(source.resolve("gone"), "content");

        var tree = captureByHand(directory -> {
            var stat = directory.stat(Name.of("gone"));
            Files.delete(source.resolve("gone"));
            try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                socket.bind(UnixDomainSocketAddress.of(source.resolve("gone")));
            }
            return stat;
        });

        assertThat(tree.counts().moved()).isEqualTo(1);
        assertThat(tree.counts().unreadable()).isZero();
    }

    @Test
    void aFileThatChangesWhileItIsReadMakesTheSnapshotFuzzy() throws IOException {
        var file = Files.write(source.resolve("log"), new byte[2_000_000]);
        var context = new FakeContext(RunningCapture.of(graph, site.clock)).onFirstProgress(() -> append(file));

        var snapshot = run(context);

        assertThat(snapshot.getConsistency()).isEqualTo(Consistency.CONSISTENCY_FUZZY);
        assertThat(snapshot.getState()).isEqualTo(SnapshotState.SNAPSHOT_STATE_COMPLETED);
        assertThat(snapshot.getCounts().getChanged()).isEqualTo(1);
    }

    @Test
    void aFileThatWasJustWrittenIsReadAgainNextTime() throws IOException {
        Files.writeString(source.resolve("file"), "content");
        site.capture(graph);

        assertThat(site.capture(graph).getCounts().getUnread()).isZero();
    }

    @Test
    void aParentWhoseManifestIsGoneDoesNotStopTheNextCapture() throws IOException {
        Files.writeString(source.resolve("file"), "content");
        var parent = site.capture(graph);
        try (var files = Files.walk(top.resolve("home"))) {
            for (var manifest :
                    files.filter(file -> file.endsWith(parent.getSnapshotId())).toList()) {
                Files.delete(manifest);
            }
        }

        var next = site.capture(graph);

        assertThat(next.getState()).isEqualTo(SnapshotState.SNAPSHOT_STATE_COMPLETED);
        assertThat(next.getCounts().getUnread()).isZero();
    }

    @Test
    void anAttemptThatLostItsOperationCannotCommit() throws IOException {
        Files.writeString(source.resolve("file"), "content");
        var operation = RunningCapture.of(graph, site.clock);
        var context = new FakeContext(operation).lostAtFence(3);

        assertThatThrownBy(() -> site.captures.run(context))
                .isInstanceOfSatisfying(
                        GraphkeepException.class, e -> assertThat(e.reason()).isEqualTo(Reason.STALE_ATTEMPT));
        var latest = site.database().read(tx -> tx.mapper(SnapshotMapper.class).latest(graph, true));
        assertThat(latest).isNull();

        site.database().inTransaction(tx -> {
            site.captures.settle(tx, operation);
            return true;
        });
        var left = site.database().read(tx -> tx.mapper(SnapshotMapper.class).ofGraph(graph));
        assertThat(left).isEmpty();
    }

    @Test
    void aCaptureWhoseReferencesAreLostBeforeItsCommitIsBegunAnewUnderANewId() throws IOException {
        Files.writeString(source.resolve("file"), "content");
        var before = site.capture(graph);
        var operation = RunningCapture.of(graph, site.clock);
        var context =
                new FakeContext(operation).onStep("committing", () -> site.sql("UPDATE segment SET damaged = true"));

        var snapshot = run(context);

        assertThat(snapshot.getState()).isEqualTo(SnapshotState.SNAPSHOT_STATE_COMPLETED);
        assertThat(snapshot.getSnapshotId()).isNotEqualTo(before.getSnapshotId());
        assertThat(site.ask("SELECT count(*) FROM snapshot")).isEqualTo("2");
    }

    @Test
    void aCaptureWhoseCommitWasNotToldIsKnownToHaveSucceeded() throws IOException {
        Files.writeString(source.resolve("file"), "content");
        var operation = RunningCapture.of(graph, site.clock);
        run(new FakeContext(operation));

        var concluded = site.database().read(tx -> site.captures.concluded(tx, operation));

        assertThat(concluded).isPresent();
    }

    private interface Disturbance {
        io.graphkeep.server.backup.files.FileStat between(Directory directory) throws IOException;
    }

    private CapturedTree captureByHand(Disturbance disturbance) throws IOException {
        var request = new WriteRequest(graph, UUID.randomUUID(), null, 0, null);
        try (var session = site.store.openWrite(request);
                var directory = Directory.open(source)) {
            var progress = new CaptureProgress(new FakeContext(RunningCapture.of(graph, site.clock)));
            var limits = new CaptureLimits(2, new ReadRate(null));
            try (var capture =
                    new TreeCapture(session, null, OwnerNames.ofThisMachine(), progress, limits, site.clock)) {
                capture.directory(TreePath.ROOT, directory.stat(), directory);
                var stat = disturbance.between(directory);
                capture.file(TreePath.of("gone"), stat, directory, Name.of("gone"));
                return capture.finish();
            }
        }
    }

    private void fifo(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("mkfifo", source.resolve(name).toString())
                        .start()
                        .waitFor())
                .isZero();
    }

    private CaptureFindings findings(UUID of) throws IOException {
        var ended = site.ended(site.startCapture(of, CreateSnapshotRequest.getDefaultInstance())
                .id());
        assertThat(ended.state()).isEqualTo(OperationState.SUCCEEDED);
        return CaptureFindings.parseFrom(Objects.requireNonNull(ended.checkpoint()));
    }

    private Snapshot run(FakeContext context) throws IOException {
        return site.captures.run(context).unpack(Snapshot.class);
    }

    /** A directory chain whose end no path of a tree can name; made name by name, as no single call could. */
    private void tooDeep() throws IOException {
        var name = Name.of("d".repeat(250));
        var at = Directory.open(source);
        for (var depth = 0; depth < 17; depth++) {
            try (var parent = at) {
                at = parent.createDirectory(name);
            }
        }
        at.close();
    }

    private static void append(Path file) {
        try {
            Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
