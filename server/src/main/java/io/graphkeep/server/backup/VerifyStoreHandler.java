package io.graphkeep.server.backup;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.operations.OperationContext;
import io.graphkeep.server.store.CheckLevel;
import io.graphkeep.server.store.CheckOrder;
import io.graphkeep.server.store.CheckReport;
import io.graphkeep.v1.VerifyResult;
import io.graphkeep.v1.VerifyStoreRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;

/**
 * Verifies the store, or the share of it that was not verified for longest.
 *
 * <p>One that is taken over goes on with the packs that were not read yet; what was found before is in its checkpoint.
 */
public final class VerifyStoreHandler extends VerifyHandler {
    private static final int MOST = 100;

    public VerifyStoreHandler(VerifyGround ground) {
        super(ground);
    }

    @Override
    public String kind() {
        return Verifications.STORE;
    }

    @Override
    public Any run(OperationContext context) throws InvalidProtocolBufferException, InterruptedException {
        var request = context.parameters(VerifyStoreRequest.parser());
        var level = VerifyOutcome.level(request.getLevel());
        var checkpoint = context.checkpoint();
        var before =
                checkpoint.isEmpty() ? VerifyResult.getDefaultInstance() : VerifyResult.parseFrom(checkpoint.get());
        var order = new CheckOrder(
                level,
                request.getShare() == 0 ? 1 : request.getShare(),
                limits.workers(),
                checkpoint.isEmpty() ? null : context.operation().createdAt(),
                before.getBytes());
        var watch = watch(context, request.getBytesPerSecond());
        var report =
                store.check().ofStore(order, watch, soFar -> context.checkpoint(joined(before, result(level, soFar))));
        var result = joined(before, result(level, report));
        return ended(context, result, tx -> {
            if (order.share() >= 1 && level == CheckLevel.CONTENT) {
                note(tx, context, report, result);
            }
        });
    }

    /** All of the store was read, so every snapshot was. */
    private void note(Transaction tx, OperationContext context, CheckReport report, VerifyResult result) {
        var hit = new LinkedHashSet<>(report.corrupt());
        result.getCorruptSnapshotIdsList().forEach(id -> hit.add(UUID.fromString(id)));
        var whole = report.snapshots().stream().filter(id -> !hit.contains(id)).toList();
        VerifyOutcome.note(tx, whole, CheckLevel.CONTENT, now(), true, context.id());
        VerifyOutcome.note(tx, List.copyOf(hit), CheckLevel.CONTENT, now(), false, context.id());
    }

    private VerifyResult result(CheckLevel level, CheckReport report) {
        var result = VerifyResult.newBuilder()
                .setLevel(VerifyOutcome.level(level))
                .setSnapshots(report.snapshots().size())
                .setObjects(report.objects())
                .setBytes(report.bytes())
                .setIntact(report.isIntact())
                .setDamagedObjects(report.damagedObjects());
        findings.add(report, result);
        return result.build();
    }

    /** What an earlier attempt found stands beside what this one did. */
    private static VerifyResult joined(VerifyResult before, VerifyResult now) {
        if (before.equals(VerifyResult.getDefaultInstance())) {
            return now;
        }
        var hit = new LinkedHashSet<>(before.getCorruptSnapshotIdsList());
        hit.addAll(now.getCorruptSnapshotIdsList());
        var joined = now.toBuilder()
                .setObjects(before.getObjects() + now.getObjects())
                .setBytes(before.getBytes() + now.getBytes())
                .setIntact(before.getIntact() && now.getIntact())
                .setDamagedObjects(before.getDamagedObjects() + now.getDamagedObjects())
                .setFindingsTotal(before.getFindingsTotal() + now.getFindingsTotal())
                .clearCorruptSnapshotIds()
                .addAllCorruptSnapshotIds(hit.stream().limit(MOST).toList());
        before.getFindingsList().stream()
                .limit(MOST - joined.getFindingsCount())
                .forEach(joined::addFindings);
        return joined.build();
    }
}
