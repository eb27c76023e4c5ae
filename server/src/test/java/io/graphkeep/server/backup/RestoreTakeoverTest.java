package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.v1.FileProblem;
import io.graphkeep.v1.PathFinding;
import io.graphkeep.v1.RestoreResult;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.RestoreToDirectory;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A restore whose server ends in the swap tells the same as one that was never interrupted. */
class RestoreTakeoverTest extends WithSite {
    @Test
    void whoeverTakesOverInTheSwapTellsWhatWasRestored() throws IOException {
        var swapped = swappedAndLost(restored());

        var result = site.restores.run(swapped.takenOver()).unpack(RestoreResult.class);

        assertThat(result.getFiles()).isEqualTo(1);
        assertThat(result.getBytes()).isEqualTo(8);
        assertThat(site.ask(
                        "SELECT sentence FROM event WHERE kind = 'restore.finished' ORDER BY sequence DESC LIMIT 1"))
                .contains("1 files, 8 bytes");
    }

    @Test
    void whatWasLeftOutAsDamagedIsNamedByWhoeverTakesOver() throws IOException {
        var operation = restored();
        var pack = site.ask("SELECT id FROM pack WHERE kind = 'DATA'");
        site.objects.failReads(name -> name.value().endsWith(pack), 0, Long.MAX_VALUE);
        var swapped = swappedAndLost(operation);

        var result = site.restores.run(swapped.takenOver()).unpack(RestoreResult.class);

        assertThat(result.getDamagedFiles()).isEqualTo(1);
        assertThat(result.getFindingsList())
                .filteredOn(finding -> finding.getProblem() == FileProblem.FILE_PROBLEM_DAMAGED)
                .extracting(PathFinding::getPath)
                .containsExactly("file");
    }

    @Test
    void aRestoreThatIsWrittenDownAndNotYetEndedTellsWhatWasRestored() throws IOException {
        var operation = restored(false);

        var concluded = site.database()
                .inTransaction(tx -> site.restores.concluded(tx, operation).orElseThrow());

        assertThat(concluded.unpack(RestoreResult.class).getFiles()).isEqualTo(1);
    }

    @Test
    void aFailureAfterTheSwapMayHaveBegunDoesNotSayThatAllIsAsItWas() {
        var operation = restored();
        swappedAndLost(operation);

        site.database().inTransaction(tx -> {
            site.restores.settle(tx, operation);
            return true;
        });

        assertThat(site.ask("SELECT sentence FROM event WHERE kind = 'restore.failed'"))
                .contains("unless new content was taking its place");
    }

    /** What lies beside the destination by then is what the one before it has not swapped in yet. */
    @Test
    void anAttemptThatWasOvertakenLeavesWhatTheNextOneWrites() throws IOException {
        var operation = restored();
        var hidden = top.resolve(".graphkeep-restore-" + operation.id());
        var context = new FakeContext(operation).lostAtFence(2);

        assertThatThrownBy(() -> run(context))
                .isInstanceOfSatisfying(
                        GraphkeepException.class, e -> assertThat(e.reason()).isEqualTo(Reason.STALE_ATTEMPT));

        assertThat(hidden.resolve("file")).hasContent("captured");
    }

    private OperationRow restored() {
        return restored(true);
    }

    /** The operation of a restore that is to be done again. */
    private OperationRow restored(boolean forgotten) {
        var snapshot = UUID.fromString(site.capture(graph).getSnapshotId());
        var request = RestoreSnapshotRequest.newBuilder()
                .setToDirectory(RestoreToDirectory.newBuilder()
                        .setPath(top.resolve("restored").toString())
                        .setOverwrite(true))
                .setAllowDamaged(true)
                .build();
        var operation = site.run("RESTORE", graph, snapshot, request);
        BackupSite.result(operation, RestoreResult.class);
        if (forgotten) {
            site.sql("DELETE FROM restore");
            site.sql("UPDATE operation SET state = 'RUNNING', ended_at = NULL, result = NULL WHERE kind = 'RESTORE'");
        }
        return operation;
    }

    /** Its server is lost after the swap, before that is written down. */
    private FakeContext swappedAndLost(OperationRow operation) {
        var context = new FakeContext(operation).lostAtFence(3);
        assertThatThrownBy(() -> run(context))
                .isInstanceOfSatisfying(
                        GraphkeepException.class, e -> assertThat(e.reason()).isEqualTo(Reason.STALE_ATTEMPT));
        return context;
    }

    private Any run(FakeContext context) throws IOException {
        return site.restores.run(context);
    }
}
