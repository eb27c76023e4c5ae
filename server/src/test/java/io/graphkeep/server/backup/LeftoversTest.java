package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Principal;
import io.graphkeep.server.security.Role;
import io.graphkeep.server.security.Scopes;
import io.graphkeep.server.store.WriteRequest;
import io.graphkeep.v1.DeleteGraphRequest;
import io.graphkeep.v1.DeleteGraphResult;
import io.graphkeep.v1.DeleteSnapshotRequest;
import io.graphkeep.v1.RestoreResult;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.RestoreToDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What was interrupted, or could not end, is ended later, once, and touches nothing else. */
class LeftoversTest extends WithSite {
    @Test
    void aDeletionWhoseManifestCannotGoNowIsEndedLaterAndToldOnce() throws IOException {
        var stuck = snapshot();
        var other = snapshot();
        clock.advance(Duration.ofDays(8));
        var manifest = manifest(stuck);
        var bytes = Files.readAllBytes(manifest);
        Files.delete(manifest);
        Files.createDirectories(manifest.resolve("in-the-way"));
        beginDeletion(stuck);
        beginDeletion(other);

        assertThatThrownBy(() -> site.parts.snapshotDeletions().finishLeft())
                .isInstanceOfSatisfying(
                        GraphkeepException.class, e -> assertThat(e.reason()).isEqualTo(Reason.STORE_UNAVAILABLE))
                .hasMessageContaining(stuck.toString());
        assertThat(deletedEvents(other)).isEqualTo("1");
        assertThat(deletedEvents(stuck)).isEqualTo("0");

        Files.delete(manifest.resolve("in-the-way"));
        Files.delete(manifest);
        Files.write(manifest, bytes);
        site.parts.snapshotDeletions().finishLeft();
        site.parts.snapshotDeletions().finishLeft();

        assertThat(manifest).doesNotExist();
        assertThat(deletedEvents(stuck)).isEqualTo("1");
        assertThat(site.ask("SELECT count(*) FROM snapshot")).isEqualTo("0");
    }

    @Test
    void aDeletionThatTheServerEndsIsToldInTheNameOfWhomBeganIt() {
        var snapshot = snapshot();
        clock.advance(Duration.ofDays(8));
        beginDeletion(snapshot, new Principal(UUID.randomUUID(), "tom", Role.OPERATOR, Scopes.all(), null));

        site.parts.snapshotDeletions().finishLeft();

        assertThat(site.ask("SELECT actor FROM event WHERE kind = 'snapshot.deleted'"))
                .isEqualTo("tom");
    }

    @Test
    void aSnapshotThatNobodyMakesAnyMoreIsGivenUpAndDoesNotStopTheGraphsDeletion() {
        var left = abandonedCapture("FAILED");
        site.sql("UPDATE session SET state = 'ABORTED', ended_at = now()");

        var request = DeleteGraphRequest.newBuilder()
                .setGraphId("books")
                .setForce(true)
                .build();
        var deletion =
                site.database().inTransaction(tx -> site.parts.graphDeletion().start(tx, Principal.server(), request));

        BackupSite.result(site.ended(deletion.id()), DeleteGraphResult.class);
        assertThat(site.ask("SELECT count(*) FROM graph")).isEqualTo("0");
        assertThat(site.ask(
                        "SELECT count(*) FROM event WHERE kind = 'snapshot.failed' AND snapshot_id = '" + left + "'"))
                .isEqualTo("1");
    }

    @Test
    void aSnapshotThatSomeoneMayStillBeMakingIsLeftAlone() {
        abandonedCapture("FAILED");
        site.parts.abandonedCaptures().settle();
        assertThat(site.ask("SELECT count(*) FROM snapshot"))
                .as("its session is open")
                .isEqualTo("1");

        site.sql("UPDATE session SET state = 'ABORTED', ended_at = now()");
        site.sql("UPDATE operation SET state = 'RUNNING', ended_at = NULL, node = 'elsewhere'");
        site.parts.abandonedCaptures().settle();
        assertThat(site.ask("SELECT count(*) FROM snapshot"))
                .as("its operation runs")
                .isEqualTo("1");

        site.sql("DELETE FROM operation");
        site.parts.abandonedCaptures().settle();
        assertThat(site.ask("SELECT count(*) FROM snapshot"))
                .as("its operation is forgotten")
                .isEqualTo("0");
    }

    @Test
    void aRestoreThatIsCancelledInTheQueueLeavesNothingBesideItsDestination() throws IOException {
        var destination = top.resolve("restored");
        var operation = interruptedRestore(destination);
        var bystander = Files.createDirectory(top.resolve(".graphkeep-restore-" + UUID.randomUUID()));
        assertThat(hidden(operation)).isDirectoryContaining("glob:**/half");

        site.abandonedRestores.clear();
        assertThat(hidden(operation)).as("it may be resumed").exists();

        site.sql("UPDATE operation SET state = 'CANCELLED', ended_at = now() WHERE id = '" + operation + "'");
        site.abandonedRestores.clear();

        assertThat(hidden(operation)).doesNotExist();
        assertThat(destination).doesNotExist();
        assertThat(bystander).exists();
        assertThat(site.ask("SELECT count(*) FROM restore_directory")).isEqualTo("0");
    }

    @Test
    void aRestoreThatEndedInTheMiddleOfItsSwapIsEndedAndItsOldContentKept() throws IOException {
        var destination = Files.createDirectory(top.resolve("restored"));
        Files.writeString(destination.resolve("old"), "old");
        var operation = interruptedRestore(destination);
        try (var half = WholeDestination.open(destination, operation)) {
            site.sql("UPDATE restore_directory SET written = '" + half.written() + "'");
        }
        exchange(destination, hidden(operation));
        site.sql("UPDATE operation SET state = 'FAILED', ended_at = now() WHERE id = '" + operation + "'");

        site.abandonedRestores.clear();

        assertThat(destination.resolve("half")).exists();
        assertThat(hidden(operation)).doesNotExist();
        assertThat(top.resolve("restored.before-" + operation).resolve("old")).hasContent("old");
        assertThat(site.ask("SELECT aside_path FROM restore WHERE operation_id = '" + operation + "'"))
                .isEqualTo(top.resolve("restored.before-" + operation).toString());
    }

    @Test
    void oldContentUnderTheHiddenNameIsNeverRemoved() throws IOException {
        var destination = top.resolve("restored");
        var operation = interruptedRestore(destination);
        site.sql("UPDATE restore_directory SET written = '1'");
        site.sql("UPDATE operation SET state = 'FAILED', ended_at = now() WHERE id = '" + operation + "'");

        site.abandonedRestores.clear();

        assertThat(top.resolve("restored.before-" + operation).resolve("half")).exists();
    }

    @Test
    void aDirectoryThatNowLeadsElsewhereIsLeftAlone() throws IOException {
        var parent = Files.createDirectory(top.resolve("parent"));
        var elsewhere = Files.createDirectory(top.resolve("elsewhere"));
        var operation = interruptedRestore(parent.resolve("restored"));
        Files.move(parent.resolve(hiddenName(operation)), elsewhere.resolve(hiddenName(operation)));
        Files.delete(parent);
        Files.createSymbolicLink(parent, elsewhere);
        site.sql("UPDATE operation SET state = 'FAILED', ended_at = now() WHERE id = '" + operation + "'");

        assertThatThrownBy(() -> site.abandonedRestores.clear()).hasMessageContaining(operation.toString());
        assertThatCode(() -> site.abandonedRestores.clear())
                .as("it is told once")
                .doesNotThrowAnyException();

        assertThat(elsewhere.resolve(hiddenName(operation))).exists();
    }

    @Test
    void aFileSystemThatIsNotMountedIsWaitedFor() throws IOException {
        var disk = Files.createDirectory(top.resolve("disk"));
        var operation = interruptedRestore(disk.resolve("restored"));
        site.sql("UPDATE operation SET state = 'FAILED', ended_at = now() WHERE id = '" + operation + "'");
        var unmounted = Files.move(disk, top.resolve("unmounted"));
        Files.createDirectory(disk);

        site.abandonedRestores.clear();
        assertThat(site.ask("SELECT count(*) FROM restore_directory")).isEqualTo("1");

        Files.delete(disk);
        Files.move(unmounted, disk);
        site.abandonedRestores.clear();
        assertThat(disk).isEmptyDirectory();
        assertThat(site.ask("SELECT count(*) FROM restore_directory")).isEqualTo("0");
    }

    @Test
    void aHiddenDirectoryThatWasNeverMadeIsForgotten() throws IOException {
        var operation = interruptedRestore(top.resolve("restored"));
        site.sql("UPDATE operation SET state = 'FAILED', ended_at = now() WHERE id = '" + operation + "'");
        Files.delete(hidden(operation).resolve("half"));
        Files.delete(hidden(operation));

        site.abandonedRestores.clear();

        assertThat(site.ask("SELECT count(*) FROM restore_directory")).isEqualTo("0");
    }

    @Test
    void aRestoreThatEndsWellLeavesNoRecordOfItsDirectory() {
        var request = to(top.resolve("restored"));

        BackupSite.result(site.run("RESTORE", graph, snapshot(), request), RestoreResult.class);

        assertThat(site.ask("SELECT count(*) FROM restore_directory")).isEqualTo("0");
    }

    private UUID snapshot() {
        return UUID.fromString(site.capture(graph).getSnapshotId());
    }

    private Path manifest(UUID snapshot) {
        return top.resolve("home/store/manifests/" + graph + "/" + snapshot);
    }

    /** As DeleteSnapshot begins it; its server ends right after. */
    private void beginDeletion(UUID snapshot) {
        beginDeletion(snapshot, Principal.server());
    }

    private void beginDeletion(UUID snapshot, Principal caller) {
        var request = DeleteSnapshotRequest.newBuilder()
                .setSnapshotId(snapshot.toString())
                .build();
        site.database().inTransaction(tx -> site.parts.snapshotDeletions().start(tx, caller, request));
    }

    private String deletedEvents(UUID snapshot) {
        return site.ask(
                "SELECT count(*) FROM event WHERE kind = 'snapshot.deleted' AND snapshot_id = '" + snapshot + "'");
    }

    /** A snapshot that is CREATING in an open session, of a capture that has ended so. */
    private UUID abandonedCapture(String state) {
        var made = snapshot();
        var operation = UUID.fromString(site.ask("SELECT operation_id FROM snapshot"));
        site.sql("DELETE FROM event WHERE snapshot_id = '" + made + "'");
        var session = site.store.openWrite(new WriteRequest(graph, made, operation, 1, null));
        site.sql("UPDATE operation SET state = '" + state + "' WHERE id = '" + operation + "'");
        site.sql("UPDATE snapshot SET state = 'CREATING', session_id = '" + session.id() + "'");
        return made;
    }

    /** A restore that was handed back to the queue after it had written something; its id. */
    private UUID interruptedRestore(Path destination) throws IOException {
        var snapshot = snapshot();
        var ended = site.run("RESTORE", graph, snapshot, to(top.resolve("another")));
        assertThat(ended.state()).isEqualTo(OperationState.SUCCEEDED);
        site.sql("DELETE FROM restore");
        site.sql("UPDATE operation SET state = 'QUEUED', ended_at = NULL, result = NULL, not_before = now() + '1 day'"
                + " WHERE id = '" + ended.id() + "'");
        try (var place = WholeDestination.open(destination, ended.id());
                var directory = place.begin()) {
            site.sql("INSERT INTO restore_directory (operation_id, graph_uid, snapshot_id, node, destination, parent)"
                    + " VALUES ('" + ended.id() + "', '" + graph + "', '" + snapshot + "', '" + BackupSite.NODE
                    + "', '" + destination + "', '" + place.parent() + "')");
            directory
                    .createFile(io.graphkeep.server.backup.files.Name.of("half"))
                    .close();
        }
        return ended.id();
    }

    private static RestoreSnapshotRequest to(Path destination) {
        return RestoreSnapshotRequest.newBuilder()
                .setToDirectory(RestoreToDirectory.newBuilder()
                        .setPath(destination.toString())
                        .setOverwrite(true))
                .build();
    }

    private Path hidden(UUID operation) {
        return top.resolve(hiddenName(operation));
    }

    private static String hiddenName(UUID operation) {
        return ".graphkeep-restore-" + operation;
    }

    private void exchange(Path one, Path other) throws IOException {
        var between = top.resolve("between");
        for (var move : List.of(List.of(one, between), List.of(other, one), List.of(between, other))) {
            Files.move(move.get(0), move.get(1));
        }
    }
}
