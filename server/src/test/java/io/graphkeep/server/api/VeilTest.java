package io.graphkeep.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.graphkeep.server.errors.ErrorStatus;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Role;
import io.graphkeep.v1.CaptureFindings;
import io.graphkeep.v1.CreateGraphRequest;
import io.graphkeep.v1.FileProblem;
import io.graphkeep.v1.GetOperationRequest;
import io.graphkeep.v1.GetSnapshotRequest;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.ListOperationsRequest;
import io.graphkeep.v1.ListSnapshotsRequest;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.PathFinding;
import io.graphkeep.v1.PushedSource;
import io.graphkeep.v1.RestoreResult;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.Source;
import io.graphkeep.v1.WatchOperationRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may not read contents sees no names of files, and who has scopes does not see what the whole store grew by. */
class VeilTest {
    private static final String NAME = "salaries-2026.xlsx";
    private static final RestoreResult RESTORED = RestoreResult.newBuilder()
            .setFindingsTotal(7)
            .addFindings(PathFinding.newBuilder()
                    .setPath(NAME)
                    .setProblem(FileProblem.FILE_PROBLEM_METADATA)
                    .setDetail("The owner of " + NAME + " could not be set."))
            .build();

    @TempDir
    Path directory;

    private BackupFixture site;

    @BeforeEach
    void open() throws IOException {
        site = new BackupFixture(directory);
        site.as(Role.MONITOR, "mona");
        site.as(Role.READER, "rita");
        site.as(Role.OPERATOR, "tom", "books");
        site.operator()
                .createGraph(CreateGraphRequest.newBuilder()
                        .setGraph(Graph.newBuilder()
                                .setGraphId("books")
                                .setSource(Source.newBuilder().setPushed(PushedSource.getDefaultInstance())))
                        .build());
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aMonitorSeesHowMuchWentWrongAndNoNames() {
        var id = succeeded("RESTORE", RESTORED);

        for (var seen : seenBy("mona", id)) {
            assertThat(seen.toString()).doesNotContain(NAME);
            assertThat(seen.getRestore().getFindingsTotal()).isEqualTo(7);
            assertThat(seen.getRestore().getFindings(0).getProblem()).isEqualTo(FileProblem.FILE_PROBLEM_METADATA);
        }
        for (var seen : seenBy("rita", id)) {
            assertThat(seen.getRestore()).isEqualTo(RESTORED);
        }
    }

    @Test
    void aMonitorSeesHowMuchACaptureSkippedAndNoNames() {
        var findings = CaptureFindings.newBuilder()
                .setFindingsTotal(1)
                .addFindings(PathFinding.newBuilder().setPath(NAME).setProblem(FileProblem.FILE_PROBLEM_UNREADABLE))
                .build();
        var id = succeeded("CAPTURE", Snapshot.getDefaultInstance());
        site.sql("UPDATE operation SET checkpoint = decode('" + HexFormat.of().formatHex(findings.toByteArray())
                + "', 'hex')");

        for (var seen : seenBy("mona", id)) {
            assertThat(seen.toString()).doesNotContain(NAME);
            assertThat(seen.getCaptureFindings().getFindingsTotal()).isEqualTo(1);
            assertThat(seen.getCaptureFindings().getFindings(0).getProblem())
                    .isEqualTo(FileProblem.FILE_PROBLEM_UNREADABLE);
        }
        for (var seen : seenBy("rita", id)) {
            assertThat(seen.getCaptureFindings()).isEqualTo(findings);
        }
    }

    @Test
    void aMonitorSeesWhyARestoreFailedAndNotAtWhichFile() {
        var failure = new GraphkeepException(Reason.DESTINATION_UNUSABLE, "The destination /data could not be written.")
                .with("graph_id", "books")
                .with(GraphkeepException.CAUSE, "openat " + NAME + ": permission denied");
        var id = ended("RESTORE", "FAILED", "error", ErrorStatus.of(failure));

        for (var seen : seenBy("mona", id)) {
            assertThat(seen.toString()).doesNotContain(NAME).contains("DESTINATION_UNUSABLE", "/data", "books");
            assertThat(seen.getErrorDetails().getErrorInfo().getMetadataMap()).containsEntry("graph_id", "books");
        }
        for (var seen : seenBy("rita", id)) {
            assertThat(seen.getErrorDetails().getErrorInfo().getMetadataOrThrow("cause"))
                    .contains(NAME);
        }
    }

    @Test
    void whatTheStoreGrewByIsForThoseWhoMaySeeAllOfIt() {
        var snapshot = site.snapshot("books");
        var captured = succeeded(
                "CAPTURE",
                Snapshot.newBuilder().setNewBytes(5).setStoredBytes(3).build());

        assertThat(get("olga", snapshot.toString()).getStoredBytes()).isEqualTo(10);
        assertThat(get("tom", snapshot.toString()).getStoredBytes()).isZero();
        assertThat(site.again("tom")
                        .listSnapshots(ListSnapshotsRequest.getDefaultInstance())
                        .getSnapshots(0)
                        .getStoredBytes())
                .isZero();
        for (var seen : seenBy("tom", captured)) {
            assertThat(seen.getSnapshot().getNewBytes()).isEqualTo(5);
            assertThat(seen.getSnapshot().getStoredBytes()).isZero();
        }
    }

    private Snapshot get(String who, String id) {
        return site.again(who)
                .getSnapshot(GetSnapshotRequest.newBuilder().setSnapshotId(id).build())
                .getSnapshot();
    }

    /** The operation as each of the calls shows it. */
    private Operation[] seenBy(String who, String id) {
        var calls = site.monitoring(who);
        return new Operation[] {
            calls.getOperation(
                            GetOperationRequest.newBuilder().setOperationId(id).build())
                    .getOperation(),
            calls.listOperations(ListOperationsRequest.getDefaultInstance()).getOperations(0),
            calls.watchOperation(WatchOperationRequest.newBuilder()
                            .setOperationId(id)
                            .build())
                    .next()
                    .getOperation()
        };
    }

    private String succeeded(String kind, Message result) {
        return ended(kind, "SUCCEEDED", "result", Any.pack(result));
    }

    private String ended(String kind, String state, String column, Message outcome) {
        var id = site.ids.next().toString();
        var bytes = HexFormat.of().formatHex(outcome.toByteArray());
        site.sql("INSERT INTO operation (id, kind, state, graph_uid, graph_id, parameters, not_before, created_at,"
                + " created_by, ended_at, " + column + ") SELECT '" + id + "', '" + kind + "', '" + state
                + "', uid, id, '', now(), now(), 'olga', now(), decode('" + bytes
                + "', 'hex') FROM graph WHERE id = 'books'");
        return id;
    }
}
