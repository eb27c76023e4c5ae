package io.graphkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.graphkeep.v1.CleanupResult;
import io.graphkeep.v1.DamageFinding;
import io.graphkeep.v1.GetOperationResponse;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.OperationState;
import io.graphkeep.v1.RepairResult;
import io.graphkeep.v1.RotateKeyResponse;
import io.graphkeep.v1.VerifyResult;
import org.junit.jupiter.api.Test;

/** Operations that were started by a schedule or by somebody else are told as their own commands tell them. */
class OperationCommandsTest extends WithAnsweringServer {
    private static final String ID = "0199aaaa-0000-7000-8000-000000000009";

    @Test
    void aCleanupIsShownWithWhatItRemovedAndWhatItLeft() {
        ended(succeeded()
                .setCleanup(CleanupResult.newBuilder()
                        .setSnapshotsConsidered(5)
                        .setSnapshotsRemoved(2)
                        .setFreedBytes(2048)
                        .setPacksRemoved(1)
                        .addNotes("A pack waits for an open session.")));

        var run = server.run("operation", "show", ID);

        assertThat(run.out())
                .contains("Removed 2 of 5 snapshots, and 2.00 KiB in 1 pack.", "A pack waits for an open session.");
    }

    @Test
    void aVerificationIsShownWithTheDamageThatItFound() {
        ended(Operation.newBuilder()
                .setState(OperationState.OPERATION_STATE_FAILED)
                .setVerify(VerifyResult.newBuilder()
                        .setDamagedObjects(1)
                        .setFindingsTotal(1)
                        .addFindings(DamageFinding.newBuilder().setObject("packs/5f/a"))));

        var run = server.run("operation", "show", ID);

        assertThat(run.out()).contains("Damaged at the level", "damaged: packs/5f/a");
    }

    @Test
    void aRepairThatLeftDamageEndsAsItsOwnCommandWould() {
        ended(succeeded()
                .setRepair(RepairResult.newBuilder().setDamagedChunks(3).addCorruptSnapshotIds(ID)));

        var run = server.run("operation", "watch", ID);

        assertThat(run.exitCode()).isEqualTo(ExitCode.INCOMPLETE.number());
        assertThat(run.out()).contains("Healed 0 of 3 damaged chunks");
    }

    @Test
    void aRotationThatFailedTellsItsErrorOnce() {
        var failed = Operation.newBuilder()
                .setEndTime(Timestamp.getDefaultInstance())
                .setState(OperationState.OPERATION_STATE_FAILED)
                .setError(Status.newBuilder()
                        .setCode(Code.FAILED_PRECONDITION_VALUE)
                        .setMessage("The key cannot be changed."));
        server.answers(
                "RotateKey", RotateKeyResponse.newBuilder().setOperation(failed).build());

        var run = server.run("key", "rotate");

        assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED.number());
        assertThat(run.err()).containsOnlyOnce("The key cannot be changed.");
    }

    private static Operation.Builder succeeded() {
        return Operation.newBuilder().setState(OperationState.OPERATION_STATE_SUCCEEDED);
    }

    private void ended(Operation.Builder operation) {
        server.answers(
                "GetOperation",
                GetOperationResponse.newBuilder()
                        .setOperation(operation.setOperationId(ID).setEndTime(Timestamp.getDefaultInstance()))
                        .build());
    }
}
