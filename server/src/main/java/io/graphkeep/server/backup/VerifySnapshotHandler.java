package io.graphkeep.server.backup;

import com.google.protobuf.Any;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.OperationContext;
import io.graphkeep.server.store.CheckLevel;
import io.graphkeep.server.store.ReadSession;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.TreeContents;
import io.graphkeep.transfer.TreeReader;
import io.graphkeep.v1.DamageFinding;
import io.graphkeep.v1.VerifyResult;
import io.graphkeep.v1.VerifySnapshotRequest;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Verifies one snapshot; one that was interrupted begins again. */
public final class VerifySnapshotHandler extends VerifyHandler {
    public VerifySnapshotHandler(VerifyGround ground) {
        super(ground);
    }

    @Override
    public String kind() {
        return Verifications.SNAPSHOT;
    }

    @Override
    public Any run(OperationContext context) throws IOException, InterruptedException {
        var request = context.parameters(VerifySnapshotRequest.parser());
        var level = VerifyOutcome.level(request.getLevel());
        var snapshot = Objects.requireNonNull(context.operation().snapshotId());
        var watch = watch(context, request.getBytesPerSecond());
        var report = store.check().ofSnapshot(snapshot, level, limits.workers(), watch);
        var result = VerifyResult.newBuilder()
                .setLevel(VerifyOutcome.level(level))
                .setSnapshots(1)
                .setObjects(report.objects())
                .setBytes(report.bytes())
                .setDamagedObjects(report.damagedObjects());
        findings.add(report, result);
        var intact = report.isIntact() && (level != CheckLevel.CONTENT || isTreeSound(context, snapshot, result));
        result.setIntact(intact);
        return ended(
                context,
                result.build(),
                tx -> VerifyOutcome.note(tx, List.of(snapshot), level, now(), intact, context.id()));
    }

    /** Whether the tree keeps its rules and its files are made of as many bytes as it says: all but reading them again. */
    private boolean isTreeSound(OperationContext context, UUID snapshot, VerifyResult.Builder result)
            throws IOException {
        try (var session = store.openRead(snapshot)) {
            walk(context, session);
            return true;
        } catch (FormatException e) {
            add(context, snapshot, result, "Its tree breaks a rule: " + e.getMessage() + ".");
        } catch (GraphkeepException e) {
            if (e.reason() != Reason.SNAPSHOT_CORRUPT) {
                throw e;
            }
            add(context, snapshot, result, e.sentence());
        }
        return false;
    }

    private static void walk(OperationContext context, ReadSession session) throws IOException {
        var contents = new TreeContents(new TreeReader(session.tree()), new TreeReader(session.tree()), session);
        for (var entry = contents.nextEntry(); entry != null; entry = contents.nextEntry()) {
            context.checkCancelled();
            var chunk = contents.nextChunk();
            while (chunk != null) {
                chunk = contents.nextChunk();
            }
        }
    }

    private static void add(OperationContext context, UUID snapshot, VerifyResult.Builder result, String detail) {
        var operation = context.operation();
        result.setDamagedObjects(1)
                .setFindingsTotal(1)
                .addFindings(DamageFinding.newBuilder()
                        .setObject("manifests/" + operation.graphUid() + "/" + snapshot)
                        .setDetail(detail)
                        .setSnapshotId(snapshot.toString())
                        .setGraphId(String.valueOf(operation.graphId())));
    }
}
