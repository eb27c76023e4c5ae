package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.store.CollectedPackRow;
import io.graphkeep.server.catalog.store.CollectorMapper;
import io.graphkeep.server.catalog.store.SessionMapper;
import io.graphkeep.server.catalog.store.SessionState;
import io.graphkeep.server.store.backend.Backend;
import io.graphkeep.server.store.backend.ObjectInfo;
import io.graphkeep.server.store.backend.ObjectName;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/**
 * Clears away what writers have left that were aborted: their manifests first, then the packs that those name.
 *
 * <p>A writer is dead when its row says so under its lock; a lease that ran out says nothing. Its packs stay known as
 * tombstones until a later listing has shown that their objects are gone: a writer that was only paused may put one yet.
 */
final class Orphans {
    private static final int BATCH = 100;

    private final Backend backend;
    private final Database database;

    Orphans(Backend backend, Database database) {
        this.backend = backend;
        this.database = database;
    }

    /** Objects that dead writers have left, and the bytes that they take. */
    record Left(long objects, long bytes) {
        static final Left NOTHING = new Left(0, 0);

        private Left plus(long size) {
            return new Left(objects + 1, bytes + size);
        }
    }

    /** What would be removed, as far as it is known; nothing is changed. */
    Left look(ObjectSurvey.Found found) throws IOException {
        var left = Left.NOTHING;
        for (var orphan : found.orphanManifests()) {
            left = left.plus(size(orphan.manifest()));
        }
        for (var tombstone : found.tombstones()) {
            left = left.plus(size(ObjectNames.pack(tombstone.id())));
        }
        var announced = database.read(tx -> tx.mapper(CollectorMapper.class).sumAborted());
        return new Left(left.objects + announced.packs(), left.bytes + announced.bytes());
    }

    /** Removes what a survey has found and what aborted writers have announced; returns what that was. */
    Left clear(ObjectSurvey.Found found, Runnable betweenSteps) throws IOException {
        var removed = Left.NOTHING;
        for (var orphan : found.orphanManifests()) {
            betweenSteps.run();
            if (isAborted(orphan.session())) {
                removed = removed.plus(remove(orphan.manifest()));
            }
        }
        for (var tombstone : found.provenTombstones()) {
            database.inTransaction(tx -> tx.mapper(CollectorMapper.class).drop(tombstone.number()));
        }
        for (var tombstone : found.tombstones()) {
            betweenSteps.run();
            removed = removed.plus(remove(ObjectNames.pack(tombstone.id())));
        }
        while (true) {
            var writers = database.read(tx -> tx.mapper(CollectorMapper.class).abortedWriters(BATCH));
            if (writers.isEmpty()) {
                return removed;
            }
            for (var writer : writers) {
                betweenSteps.run();
                for (var pack : bury(writer)) {
                    removed = removed.plus(remove(ObjectNames.pack(pack.id())));
                }
            }
        }
    }

    /** A writer may have died before the catalog knew what it had put, so that the object itself is asked. */
    private long remove(ObjectName name) throws IOException {
        var size = size(name);
        backend.delete(name);
        return size;
    }

    private long size(ObjectName name) throws IOException {
        return backend.stat(name).map(ObjectInfo::size).orElse(0L);
    }

    private boolean isAborted(UUID session) {
        return database.inTransaction(tx -> {
            var row = tx.mapper(SessionMapper.class).lock(session);
            return row != null && row.state() == SessionState.ABORTED;
        });
    }

    private List<CollectedPackRow> bury(UUID session) {
        return database.inTransactionRepeated(tx -> {
            var row = tx.mapper(SessionMapper.class).lock(session);
            if (row == null || row.state() != SessionState.ABORTED) {
                return List.of();
            }
            var mapper = tx.mapper(CollectorMapper.class);
            mapper.dropStaged(session);
            return mapper.bury(session);
        });
    }
}
