package io.graphkeep.server.backup;

import io.graphkeep.format.v1.DeletionFact;
import io.graphkeep.format.v1.DescriptionFact;
import io.graphkeep.format.v1.EpochFact;
import io.graphkeep.format.v1.GraphFact;
import io.graphkeep.format.v1.HoldFact;
import io.graphkeep.format.v1.LabelsFact;
import io.graphkeep.format.v1.PolicyFact;
import io.graphkeep.format.v1.StateRecord;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.snapshot.SnapshotRow;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the store is told of graphs and snapshots, so that losing the catalog does not lose it. */
final class GraphFacts {
    private final FactLog log;

    GraphFacts(FactLog log) {
        this.log = log;
    }

    /** Everything about a new graph. */
    void graphCreated(Transaction transaction, GraphRow row) {
        append(transaction, subject(row), record().setGraph(fact(row)));
        policy(transaction, row);
        append(transaction, subject(row), record().setLabels(labels(row.labels())));
        append(
                transaction,
                subject(row),
                record().setEpoch(EpochFact.newBuilder().setEpoch(row.epoch())));
    }

    /** What a change has made different; when it was made always is. */
    void graphChanged(Transaction transaction, GraphRow before, GraphRow row) {
        append(transaction, subject(row), record().setGraph(fact(row)));
        if (!before.policy().equals(row.policy())) {
            policy(transaction, row);
        }
        if (!before.labels().equals(row.labels())) {
            append(transaction, subject(row), record().setLabels(labels(row.labels())));
        }
    }

    private void policy(Transaction transaction, GraphRow row) {
        append(
                transaction,
                subject(row),
                record().setPolicy(PolicyFact.newBuilder().setPolicyJson(row.policy())));
    }

    void graphDeleted(Transaction transaction, UUID uid, String by) {
        append(
                transaction,
                "graph/" + uid,
                record().setDeletion(DeletionFact.newBuilder()
                        .setGraphUid(uid.toString())
                        .setDeletedBy(by)));
    }

    void snapshotDeleted(Transaction transaction, SnapshotRow row, String by) {
        append(
                transaction,
                subject(row),
                record().setDeletion(DeletionFact.newBuilder()
                        .setGraphUid(row.graphUid().toString())
                        .setSnapshotId(row.id().toString())
                        .setDeletedBy(by)));
    }

    void labels(Transaction transaction, SnapshotRow row) {
        append(transaction, subject(row), record().setLabels(labels(row.labels())));
    }

    void description(Transaction transaction, SnapshotRow row) {
        append(transaction, subject(row), record().setDescription(description(row.description())));
    }

    void hold(Transaction transaction, SnapshotRow row) {
        var since = row.holdSince();
        var until = row.holdUntil();
        append(
                transaction,
                subject(row),
                record().setHold(HoldFact.newBuilder()
                        .setReason(orEmpty(row.holdReason()))
                        .setHeldBy(orEmpty(row.holdBy()))
                        .setSinceUs(since == null ? 0 : Moments.micros(since))
                        .setUntilUs(until == null ? 0 : Moments.micros(until))));
    }

    void putPending() {
        log.putPending();
    }

    private void append(Transaction transaction, String subject, StateRecord.Builder fact) {
        log.append(transaction, subject, fact.build());
    }

    private static GraphFact fact(GraphRow row) {
        return GraphFact.newBuilder()
                .setUid(row.uid().toString())
                .setId(row.id())
                .setKind(row.kind())
                .setRole(row.role())
                .setSource(row.source())
                .setSourcePath(orEmpty(row.sourcePath()))
                .setSourceNode(orEmpty(row.sourceNode()))
                .addAllSourceExcludes(row.sourceExcludes())
                .setDescription(row.description())
                .setOriginInstanceId(row.originInstance().toString())
                .setOriginGraphUid(row.originGraph().toString())
                .setCreatedBy(row.createdBy())
                .setCreatedUs(Moments.micros(row.createdAt()))
                .setSourceOneFileSystem(row.oneFileSystem())
                .setUpdatedUs(Moments.micros(row.updatedAt()))
                .build();
    }

    static DescriptionFact description(String text) {
        return DescriptionFact.newBuilder().setDescription(text).build();
    }

    private static LabelsFact labels(Map<String, String> labels) {
        return LabelsFact.newBuilder().putAllLabels(labels).build();
    }

    private static StateRecord.Builder record() {
        return StateRecord.newBuilder();
    }

    private static String subject(GraphRow row) {
        return "graph/" + row.uid();
    }

    private static String subject(SnapshotRow row) {
        return "snapshot/" + row.id();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
