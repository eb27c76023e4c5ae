package io.graphkeep.server.backup.receive;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.graphkeep.format.v1.Manifest;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.ManifestFormat;
import io.graphkeep.v1.PushCommit;
import io.graphkeep.v1.PushOpen;
import io.graphkeep.v1.PushOpened;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/** What a push is opened with, and the manifest that it ends with. */
final class PushMessages {
    private PushMessages() {}

    /** Refuses a sender who cuts in another way, or asks for what only peers may. */
    static void require(PushOpen open) {
        if (!open.getChunker().equals(PushBounds.CHUNKER) || open.getFormatVersion() != ManifestFormat.VERSION) {
            throw new GraphkeepException(
                            Reason.FORMAT_UNSUPPORTED,
                            "This server takes segments of chunker " + PushBounds.CHUNKER + " and format version "
                                    + ManifestFormat.VERSION + ", not of chunker "
                                    + EntryRefusal.shown(open.getChunker())
                                    + " and version " + open.getFormatVersion() + ".")
                    .with("chunker", PushBounds.CHUNKER)
                    .with("format_version", String.valueOf(ManifestFormat.VERSION));
        }
        if (open.hasOrigin()) {
            throw new GraphkeepException(
                    Reason.NOT_IMPLEMENTED, "Replicas of other instances' graphs are not taken in yet.");
        }
    }

    /** Refuses a commit that only peers may ask for. */
    static void require(PushCommit commit) {
        if (commit.hasReplicaOf()) {
            throw new GraphkeepException(
                    Reason.NOT_IMPLEMENTED, "Replicas of other instances' snapshots are not taken in yet.");
        }
    }

    static PushOpened opened(Reception reception, String instance, ByteString parentDigest, Instant expires) {
        var id = reception.operationId().toString();
        var parent = reception.parent();
        return PushOpened.newBuilder()
                .setSessionId(id)
                .setOperationId(id)
                .setChunker(PushBounds.CHUNKER)
                .setParentSnapshotId(parent == null ? "" : parent.toString())
                .setParentManifestDigest(parentDigest)
                .setLimits(PushBounds.message())
                .setExpireTime(timestamp(expires))
                .setSnapshotId(reception.snapshot().toString())
                .setGraphUid(reception.graph().originGraph().toString())
                .setOriginInstanceId(instance)
                .setCutTime(timestamp(reception.cut()))
                .setEpoch(reception.graph().epoch())
                .build();
    }

    /** The manifest of a commit, which must be what was opened. */
    static Manifest manifest(PushCommit commit, PushOpened opened) {
        var bytes = commit.getManifest().toByteArray();
        if (!Arrays.equals(
                ManifestFormat.digest(bytes), commit.getManifestDigest().toByteArray())) {
            throw new GraphkeepException(
                    Reason.DIGEST_MISMATCH,
                    "The manifest that arrived does not have the digest that was sent with it.");
        }
        try {
            var manifest = ManifestFormat.parse(bytes);
            requireOpened(manifest, opened);
            return manifest;
        } catch (FormatException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static void requireOpened(Manifest manifest, PushOpened opened) {
        var cut = opened.getCutTime();
        var micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.ofEpochSecond(cut.getSeconds(), cut.getNanos()));
        if (!manifest.getSnapshotId().equals(opened.getSnapshotId())
                || !manifest.getGraphUid().equals(opened.getGraphUid())
                || !manifest.getOriginInstanceId().equals(opened.getOriginInstanceId())
                || manifest.getCutTimeUs() != micros
                || manifest.getEpoch() != opened.getEpoch()) {
            throw invalid("Its snapshot, graph, origin, cut time and epoch are not those that were told when the push"
                    + " was opened");
        }
    }

    private static GraphkeepException invalid(String fault) {
        return new GraphkeepException(Reason.MANIFEST_INVALID, "The manifest cannot be kept: " + fault + ".");
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
