package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Principal;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.RestoreInPlace;
import io.graphkeep.v1.RestoreResult;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.RestoreToDirectory;
import io.graphkeep.v1.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A restore elsewhere and a capture go on side by side; of a restore over the source and a capture the later one gives way. */
class CaptureBesideRestoreTest extends WithSite {
    private UUID snapshot;

    @BeforeEach
    void capture() {
        snapshot = UUID.fromString(site.capture(graph).getSnapshotId());
    }

    @Test
    void aRestoreToAnotherDirectoryEndsInTheMidstOfACapture() throws Exception {
        var capture = running("CAPTURE", CreateSnapshotRequest.getDefaultInstance());
        var context = new FakeContext(capture).onStep("committing", () -> {
            var restore = start(to(top.resolve("fresh")));
            assertThat(BackupSite.result(site.ended(restore.id()), RestoreResult.class)
                            .getFiles())
                    .isOne();
        });

        var taken = site.captures.run(context).unpack(Snapshot.class);

        assertThat(taken.getCounts().getFiles()).isOne();
        assertThat(top.resolve("fresh/file")).hasContent("captured");
    }

    @Test
    void aRestoreOverWhatIsBeingCapturedIsRefusedWithTheCapturesId() {
        var capture = running("CAPTURE", CreateSnapshotRequest.getDefaultInstance());

        refused(Reason.CAPTURE_RUNNING, capture.id(), () -> start(inPlace()));
        refused(Reason.CAPTURE_RUNNING, capture.id(), () -> start(to(source.resolve("inner"))));
        assertThat(site.ask("SELECT count(*) FROM operation WHERE kind = 'RESTORE'"))
                .isEqualTo("0");
        var dry = site.ended(start(inPlace().setDryRun(true)).id());
        assertThat(BackupSite.result(dry, RestoreResult.class).getFiles()).isOne();
    }

    @Test
    void aCaptureOfWhatIsBeingRestoredIsRefusedAndTheRestoreGoesOn() throws IOException {
        var request = inPlace().build();
        var restore = running("RESTORE", request);

        refused(Reason.RESTORE_RUNNING, restore.id(), this::startCapture);
        var queued = site.startCapture(graph, CreateSnapshotRequest.getDefaultInstance());
        var ended = site.ended(queued.id());
        assertThat(ended.state()).isEqualTo(OperationState.FAILED);
        assertThat(BackupSite.error(ended))
                .contains("RESTORE_RUNNING", restore.id().toString());

        assertThat(site.restores.run(new FakeContext(restore)).is(RestoreResult.class))
                .isTrue();
    }

    @Test
    void aCaptureThatWaitsDoesNotStopTheRestoreThatWasAskedForBeforeIt() throws IOException {
        var restore = running("RESTORE", inPlace().build());
        running("CAPTURE", CreateSnapshotRequest.getDefaultInstance());

        assertThat(site.restores.run(new FakeContext(restore)).is(RestoreResult.class))
                .isTrue();
    }

    /** As if another process had it: the engine of the test leaves it alone. */
    private OperationRow running(String kind, Message parameters) {
        var row = site.start("BY_HAND", graph, kind.equals("RESTORE") ? snapshot : UUID.randomUUID(), parameters);
        site.sql("UPDATE operation SET kind = '" + kind
                + "', state = 'RUNNING', lease_until = '2100-01-01' WHERE id = '" + row.id() + "'");
        return row;
    }

    private OperationRow start(RestoreSnapshotRequest.Builder asked) {
        var request = asked.build();
        var place = site.parts.restores().look(Principal.server(), request);
        return site.database().inTransaction(tx -> site.parts.restores().start(tx, Principal.server(), place, request));
    }

    private OperationRow startCapture() {
        var request = CreateSnapshotRequest.newBuilder().setGraphId("books").build();
        var looked = site.parts.captures().look(Principal.server(), request);
        return site.database()
                .inTransaction(tx -> site.parts.captures().start(tx, Principal.server(), looked, request));
    }

    private RestoreSnapshotRequest.Builder inPlace() {
        return RestoreSnapshotRequest.newBuilder()
                .setSnapshotId(snapshot.toString())
                .setInPlace(RestoreInPlace.getDefaultInstance());
    }

    private RestoreSnapshotRequest.Builder to(Path directory) {
        return RestoreSnapshotRequest.newBuilder()
                .setSnapshotId(snapshot.toString())
                .setToDirectory(RestoreToDirectory.newBuilder().setPath(directory.toString()));
    }

    private static void refused(Reason reason, UUID by, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(GraphkeepException.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e.sentence()).contains(by.toString());
            assertThat(e.metadata()).containsEntry("operation_id", by.toString());
        });
    }
}
