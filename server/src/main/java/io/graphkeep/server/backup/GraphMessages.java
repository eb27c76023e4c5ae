package io.graphkeep.server.backup;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Status;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.graph.GraphSummaryRow;
import io.graphkeep.v1.DirectorySource;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.GraphKind;
import io.graphkeep.v1.GraphRole;
import io.graphkeep.v1.GraphState;
import io.graphkeep.v1.GraphSummary;
import io.graphkeep.v1.Origin;
import io.graphkeep.v1.PushedSource;
import io.graphkeep.v1.Source;
import java.util.Objects;

/** Graphs as callers see them, made from the catalog's rows. */
public final class GraphMessages {
    private GraphMessages() {}

    /** A graph with what is known of its snapshots. */
    public static Graph message(GraphRow row, GraphSummaryRow summary) {
        return message(row).toBuilder().setSummary(summary(summary)).build();
    }

    static Graph message(GraphRow row) {
        return Graph.newBuilder()
                .setGraphId(row.id())
                .setUid(row.uid().toString())
                .setDescription(row.description())
                .setKind(GraphKind.valueOf("GRAPH_KIND_" + row.kind()))
                .setSource(source(row))
                .setPolicy(GraphPolicies.parse(row.policy()))
                .putAllLabels(row.labels())
                .setState(GraphState.valueOf("GRAPH_STATE_" + row.state()))
                .setRole(GraphRole.valueOf("GRAPH_ROLE_" + row.role()))
                .setEpoch(row.epoch())
                .setOrigin(origin(row))
                .setCreateTime(Moments.of(row.createdAt()))
                .setUpdateTime(Moments.of(row.updatedAt()))
                .setCreatedBy(row.createdBy())
                .setEtag(Etags.of(row.uid(), row.version()))
                .build();
    }

    private static Source source(GraphRow row) {
        if (!row.isDirectory()) {
            return Source.newBuilder()
                    .setPushed(PushedSource.getDefaultInstance())
                    .build();
        }
        return Source.newBuilder()
                .setDirectory(DirectorySource.newBuilder()
                        .setPath(PathText.of(Objects.requireNonNull(row.sourcePath())))
                        .setNode(Objects.requireNonNull(row.sourceNode()))
                        .addAllExcludes(row.sourceExcludes())
                        .setOneFileSystem(row.oneFileSystem()))
                .build();
    }

    /** A replica's id at its origin is not known here: it may be kept under another one. */
    private static Origin origin(GraphRow row) {
        var madeHere = row.originGraph().equals(row.uid());
        return Origin.newBuilder()
                .setInstanceId(row.originInstance().toString())
                .setGraphUid(row.originGraph().toString())
                .setGraphId(madeHere ? row.id() : "")
                .build();
    }

    private static GraphSummary summary(GraphSummaryRow row) {
        var summary = GraphSummary.newBuilder().setSnapshotCount(row.snapshots());
        var latest = row.latestId();
        var cut = row.latestCut();
        if (latest != null && cut != null) {
            summary.setLatestSnapshotId(latest.toString())
                    .setLatestCutTime(Moments.of(cut))
                    .setLatestLogicalBytes(row.latestBytes());
        }
        var capture = row.captureId();
        if (capture != null) {
            summary.setCaptureOperationId(capture.toString());
        }
        var error = row.lastError();
        if (error != null) {
            summary.setLastFailure(sentence(error));
        }
        var next = row.nextCapture();
        if (next != null) {
            summary.setNextCaptureTime(Moments.of(next));
        }
        var last = row.lastScheduled();
        if (last != null) {
            summary.setLastScheduledTime(Moments.of(last));
        }
        var operation = row.lastScheduledOperation();
        if (operation != null) {
            summary.setLastScheduledOperationId(operation.toString());
        }
        verifications(summary, row);
        return summary.build();
    }

    private static void verifications(GraphSummary.Builder summary, GraphSummaryRow row) {
        var next = row.nextVerify();
        if (next != null) {
            summary.setNextVerifyTime(Moments.of(next));
        }
        var last = row.lastVerify();
        if (last != null) {
            summary.setLastScheduledVerifyTime(Moments.of(last));
        }
        var operation = row.lastVerifyOperation();
        if (operation != null) {
            summary.setLastScheduledVerifyOperationId(operation.toString());
        }
    }

    private static String sentence(byte[] status) {
        try {
            return Status.parseFrom(status).getMessage();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("The error of an operation in the catalog cannot be read", e);
        }
    }
}
