package io.graphkeep.server.backup;

import com.google.protobuf.InvalidProtocolBufferException;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.restore.RestoreDirectoryRow;
import io.graphkeep.server.catalog.restore.RestoreMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.v1.RestoreSnapshotRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears away what restores have left that ended while they did not run: cancelled or failed in the queue, or where their
 * server was gone.
 *
 * <p>Only the hidden directory that the catalog says such a restore was about to make is removed, and only if it is not old
 * content. A swap that had begun is ended: then the restore did happen, whatever its operation says. Where nothing is found, and
 * not for certain in the directory that it was made in, it is looked for again.
 */
public final class AbandonedRestores {
    private static final Logger LOG = LoggerFactory.getLogger(AbandonedRestores.class);

    private final Database database;
    private final RestorePlaces places;
    private final FinishedRestores finished;
    private final Set<UUID> astray = ConcurrentHashMap.newKeySet();

    public AbandonedRestores(Database database, RestorePlaces places, FinishedRestores finished) {
        this.database = database;
        this.places = places;
        this.finished = finished;
    }

    /** Clears what can be cleared; what cannot does not keep the rest from it, and is told. */
    public void clear() {
        var left = database.read(tx -> tx.mapper(RestoreMapper.class).leftDirectories(finished.node()));
        var failures = new Failures("What a restore has left beside its destination could not be cleared away");
        for (var directory : left) {
            failures.collect(() -> clear(directory));
        }
        failures.throwAny();
    }

    private void clear(RestoreDirectoryRow directory) {
        var path = place(directory);
        if (path == null || !Files.isDirectory(parent(path))) {
            // A file system that is not mounted now can come back with what was left on it.
            return;
        }
        try (var destination =
                Destination.open(path, directory.operationId(), Destination.Way.valueOf(directory.way()))) {
            clear(directory, destination);
        } catch (IOException e) {
            throw new GraphkeepException(
                    Reason.DESTINATION_UNUSABLE,
                    "What restore " + directory.operationId() + " has left beside " + path + " cannot be removed: "
                            + e.getMessage() + ".",
                    e);
        }
    }

    /** Where it led when the restore began; null where it does not any more, which is told once. */
    private @Nullable Path place(RestoreDirectoryRow directory) {
        try {
            var path = places.again(directory.destination());
            if (path == null) {
                throw new GraphkeepException(
                        Reason.DESTINATION_UNUSABLE,
                        "The destination " + directory.destination() + " of restore " + directory.operationId()
                                + " leads elsewhere now.");
            }
            astray.remove(directory.operationId());
            return path;
        } catch (GraphkeepException e) {
            if (astray.add(directory.operationId())) {
                throw e;
            }
            return null;
        }
    }

    private void clear(RestoreDirectoryRow directory, Destination destination) throws IOException {
        var written = directory.written();
        if (!written.isEmpty() && destination.hasBegun(written)) {
            conclude(directory, destination);
            return;
        }
        if (!destination.hasHidden() && !destination.parent().equals(directory.parent())) {
            // An empty mount point is another directory than the one that is mounted there.
            return;
        }
        if (!written.isEmpty()) {
            destination.keepWhatWasNotWritten(written);
        }
        destination.discard();
        database.inTransaction(tx -> tx.mapper(RestoreMapper.class).dropDirectory(directory.operationId()));
        LOG.info(
                "What restore {} had left beside {} is removed",
                directory.operationId(),
                PathText.of(destination.path().toString()));
    }

    private void conclude(RestoreDirectoryRow directory, Destination destination) throws IOException {
        var swap = destination.swap(directory.written());
        var row = finished.row(
                directory.operationId(),
                directory.graphUid(),
                directory.snapshotId(),
                request(directory),
                destination,
                swap);
        database.inTransaction(tx -> {
            finished.write(tx, row, "server", "its operation had ended in the middle of the swap");
            return row;
        });
    }

    private RestoreSnapshotRequest request(RestoreDirectoryRow directory) throws InvalidProtocolBufferException {
        var operation = database.read(tx -> tx.mapper(OperationMapper.class).find(directory.operationId()));
        return operation == null
                ? RestoreSnapshotRequest.getDefaultInstance()
                : RestoreSnapshotRequest.parseFrom(operation.parameters());
    }

    private static Path parent(Path path) {
        var parent = path.getParent();
        return parent == null ? path : parent;
    }
}
