package io.graphkeep.server.backup;

import io.graphkeep.server.backup.download.DamagedFileException;
import io.graphkeep.server.backup.download.Download;
import io.graphkeep.server.backup.download.DownloadMemory;
import io.graphkeep.server.backup.download.Frames;
import io.graphkeep.server.backup.download.Selection;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Principal;
import io.graphkeep.server.store.ReadSession;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.v1.DownloadFormat;
import io.graphkeep.v1.DownloadSnapshotRequest;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.SnapshotState;
import java.io.IOException;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends the files of snapshots to those who ask for them. What a stream needs stays in the store as long as it runs. */
public final class Downloads {
    private final Database database;
    private final Snapshots snapshots;
    private final Source source;

    Downloads(Database database, Snapshots snapshots, Source source) {
        this.database = database;
        this.snapshots = snapshots;
        this.source = source;
    }

    /**
     * What downloads read from.
     *
     * @param sessions begins to read a snapshot, in order
     * @param memory what all of them share
     */
    public record Source(Function<UUID, ReadSession> sessions, DownloadMemory memory) {}

    /** The snapshot that a request means; refused where it cannot be sent. */
    public Snapshot look(Principal caller, DownloadSnapshotRequest request) {
        return database.read(transaction -> {
            var row = Lookups.snapshot(
                    transaction, request.getSnapshotId(), request.getGraphId(), request.getIncludePartial(), caller);
            Restores.requireRestorable(row, Lookups.graphOf(transaction, row), request.getAllowDamaged());
            return snapshots.shown(transaction, row);
        });
    }

    /** Sends all that the request asks for of the snapshot, whose header has been sent. */
    public void send(Snapshot snapshot, DownloadSnapshotRequest request, Frames frames) throws InterruptedException {
        var id = UUID.fromString(snapshot.getSnapshotId());
        try (var memory = source.memory().take(frames::checkReader);
                var session = source.sessions().apply(id)) {
            download(session, snapshot, request, memory, frames).run();
        } catch (DamagedFileException e) {
            throw damaged(id, e);
        } catch (GraphkeepException e) {
            // Outside of files the tree is all that is read: damage there is damage of the store.
            throw e.reason() == Reason.SNAPSHOT_CORRUPT
                    ? new GraphkeepException(
                                    Reason.STORE_DAMAGED,
                                    "The tree of snapshot " + id + " cannot be read: " + e.getMessage(),
                                    e)
                            .with("snapshot_id", id.toString())
                    : e;
        } catch (FormatException e) {
            throw new GraphkeepException(Reason.MANIFEST_INVALID, "The tree of snapshot " + id + " breaks a rule.", e)
                    .with("snapshot_id", id.toString())
                    .with(GraphkeepException.CAUSE, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new GraphkeepException(Reason.STORE_UNAVAILABLE, "The store cannot be read: " + e.getMessage(), e);
        }
    }

    private static Download download(
            ReadSession session,
            Snapshot snapshot,
            DownloadSnapshotRequest request,
            DownloadMemory.Share memory,
            Frames frames)
            throws IOException {
        var selection = selection(session, request, frames);
        // Of one that is not known to be damaged, damage that is met is an error all the same: it is CORRUPT from then
        // on.
        var withoutDamaged = request.getAllowDamaged() && snapshot.getState() == SnapshotState.SNAPSHOT_STATE_CORRUPT;
        return request.getFormat() == DownloadFormat.DOWNLOAD_FORMAT_TAR
                ? Download.ofArchive(session, selection, withoutDamaged, memory, frames)
                : Download.ofFiles(
                        session,
                        selection,
                        path(request.getResumePath()),
                        request.getResumeOffset(),
                        withoutDamaged,
                        memory,
                        frames);
    }

    private static Selection selection(ReadSession session, DownloadSnapshotRequest request, Frames frames)
            throws IOException {
        var chosen = ChosenPaths.of(request.getPathsList());
        return chosen.isAll()
                ? Selection.all()
                : Selection.read(session, chosen.named(), chosen::covers, frames::checkReader);
    }

    private static @Nullable TreePath path(String text) throws FormatException {
        return text.isEmpty() ? null : TreePath.parseText(text);
    }

    /** Only those who may see the names of files download any: so the path may be told. */
    private static GraphkeepException damaged(UUID snapshot, DamagedFileException failure) {
        var path = failure.path().text();
        return new GraphkeepException(
                        Reason.STORE_DAMAGED,
                        "Data of a file of snapshot " + snapshot
                                + " is damaged, and nothing of it or after it was sent;"
                                + " the metadata has its path. allow_damaged brings what is whole.",
                        failure)
                .with("snapshot_id", snapshot.toString())
                .with("path", path)
                .with(GraphkeepException.CAUSE, String.valueOf(failure.getMessage()));
    }
}
