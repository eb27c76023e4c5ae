package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.store.CollectedPackRow;
import io.graphkeep.server.catalog.store.CollectorMapper;
import io.graphkeep.server.catalog.store.SessionMapper;
import io.graphkeep.server.catalog.store.SessionState;
import io.graphkeep.server.store.backend.Backend;
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

    /** Removes what a survey has found and what aborted writers have announced; returns how many objects that were. */
    long clear(ObjectSurvey.Found found, Runnable betweenSteps) throws IOException {
        var removed = 0L;
        for (var orphan : found.orphanManifests()) {
            betweenSteps.run();
            if (isAborted(orphan.session())) {
                backend.delete(orphan.manifest());
                removed++;
            }
        }
        for (var tombstone : found.provenTombstones()) {
            database.inTransaction(tx -> tx.mapper(CollectorMapper.class).drop(tombstone.number()));
        }
        for (var tombstone : found.tombstones()) {
            betweenSteps.run();
            backend.delete(ObjectNames.pack(tombstone.id()));
            removed++;
        }
        while (true) {
            var writers = database.read(tx -> tx.mapper(CollectorMapper.class).abortedWriters(BATCH));
            if (writers.isEmpty()) {
                return removed;
            }
            for (var writer : writers) {
                betweenSteps.run();
                for (var pack : bury(writer)) {
                    backend.delete(ObjectNames.pack(pack.id()));
                    removed++;
                }
            }
        }
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
