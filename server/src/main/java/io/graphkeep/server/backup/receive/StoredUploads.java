package io.graphkeep.server.backup.receive;

import io.graphkeep.format.v1.Manifest;
import io.graphkeep.server.backup.assembly.AssembledTree;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Principal;
import io.graphkeep.server.store.Store;
import io.graphkeep.transfer.ManifestFormat;
import io.graphkeep.transfer.SegmentId;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.UploadHeader;
import io.graphkeep.v1.UploadSnapshotRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cuts what is uploaded, and stores it. */
final class StoredUploads implements Uploads {
    private static final Logger LOG = LoggerFactory.getLogger(StoredUploads.class);

    private final Store store;
    private final Receptions receptions;
    private final UploadedEntries entries;
    private final Path directory;

    /**
     * Makes snapshots.
     *
     * @param directory for files that have no name
     */
    StoredUploads(Store store, Receptions receptions, UploadedEntries entries, Path directory) {
        this.store = store;
        this.receptions = receptions;
        this.entries = entries;
        this.directory = directory;
    }

    /** What an upload builds on, as far as it is to be had. */
    private record Before(ParentFiles files, List<SegmentId> tree) {
        static Before nothing() {
            return new Before(ParentFiles.none(), List.of());
        }
    }

    @Override
    public Snapshot upload(
            Principal caller,
            UploadHeader header,
            Frames<UploadSnapshotRequest> frames,
            BiConsumer<Transaction, Snapshot> inSameTransaction)
            throws IOException, InterruptedException {
        var parameters = header.toBuilder().clearRequestId().build();
        var reception = receptions.begin(caller, new Intent(header.getGraphId(), 0, parameters, false));
        try (var _ = reception.session()) {
            var tree = receive(reception, header, frames);
            var manifest = manifest(reception, header, tree);
            if (!header.getAllowEmpty()) {
                receptions.refuseEmpty(reception, manifest);
            }
            return receptions.commit(
                    reception,
                    Received.of(manifest, header.getLabelsMap(), header.getDescription()),
                    inSameTransaction);
        } catch (Throwable failure) {
            // Whatever ends an upload ends its operation too, before its sender learns of it.
            reception.operation().fail(failure instanceof CancellationException ? broken() : failure);
            throw failure;
        }
    }

    private static GraphkeepException broken() {
        return new GraphkeepException(
                Reason.STALE_SESSION,
                "Its connection was lost before all had been sent, so that nothing of it counts.");
    }

    private AssembledTree receive(Reception reception, UploadHeader header, Frames<UploadSnapshotRequest> frames)
            throws IOException, InterruptedException {
        Received.consistency("header.consistency", header.getConsistency());
        var before = before(reception);
        var quota = reception.quota();
        try (var upload = new Upload(entries, reception.session(), before.files(), directory, quota::requireFits)) {
            for (var frame = frames.next(); frame != null; frame = frames.next()) {
                reception.check();
                switch (frame.getFrameCase()) {
                    case FILE -> upload.file(frame.getFile());
                    case DATA -> upload.data(frame.getData());
                    case FILE_END -> upload.fileEnd(frame.getFileEnd());
                    case END -> {
                        var entriesSent = frame.getEnd().hasEntries()
                                ? Long.valueOf(frame.getEnd().getEntries())
                                : null;
                        requireLast(frames);
                        return upload.end(entriesSent, before.tree(), reception::check);
                    }
                    case HEADER -> throw EntryRefusal.outOfOrder("A second header was sent.");
                    case FRAME_NOT_SET -> throw EntryRefusal.outOfOrder("A frame was sent with nothing in it.");
                }
                tell(reception, upload);
            }
            throw EntryRefusal.outOfOrder(
                    "The upload ended without its end frame, so nothing says that all of it was sent.");
        }
    }

    private static void tell(Reception reception, Upload upload) {
        reception.operation().context().progress(upload.bytes(), 0, upload.files(), 0, "receiving");
    }

    private static void requireLast(Frames<UploadSnapshotRequest> frames) throws InterruptedException {
        if (frames.next() != null) {
            throw EntryRefusal.outOfOrder("Something was sent after the end.");
        }
    }

    /** A snapshot before that cannot be read is none: then more is stored anew. */
    private Before before(Reception reception) {
        var parent = reception.parent();
        if (parent == null) {
            return Before.nothing();
        }
        try (var snapshot = store.openRead(parent)) {
            var tree = snapshot.manifest().getTreeSegmentIdsList().stream()
                    .map(id -> SegmentId.fromBytes(id.toByteArray()))
                    .toList();
            return new Before(ParentFiles.of(snapshot), tree);
        } catch (GraphkeepException | IOException e) {
            LOG.warn(
                    "The upload of snapshot {} of graph {} cannot build on snapshot {}",
                    reception.snapshot(),
                    reception.graph().id(),
                    parent,
                    e);
            return Before.nothing();
        }
    }

    private Manifest manifest(Reception reception, UploadHeader header, AssembledTree tree) {
        return tree.manifest()
                .setFormatVersion(ManifestFormat.VERSION)
                .setGraphUid(reception.graph().originGraph().toString())
                .setSnapshotId(reception.snapshot().toString())
                .setOriginInstanceId(store.instanceId().toString())
                .setCutTimeUs(ChronoUnit.MICROS.between(Instant.EPOCH, reception.cut()))
                .setConsistency(Received.consistency("header.consistency", header.getConsistency()))
                .setEpoch(reception.graph().epoch())
                .build();
    }
}
