package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.store.StoredSnapshotMapper;
import io.graphkeep.server.store.backend.Backend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Counts the manifests that no snapshot of the catalog has: those of captures that died before their commit. */
final class ManifestSurvey {
    private static final int BATCH = 500;

    private final Backend backend;
    private final Database database;

    ManifestSurvey(Backend backend, Database database) {
        this.backend = backend;
        this.database = database;
    }

    long countUnknown() throws IOException {
        var count = new long[1];
        var batch = new ArrayList<UUID>();
        backend.list(ObjectNames.MANIFESTS, object -> {
            var id = id(object.name().last());
            if (id == null) {
                count[0]++;
                return;
            }
            batch.add(id);
            if (batch.size() == BATCH) {
                count[0] += unknown(batch);
                batch.clear();
            }
        });
        return count[0] + (batch.isEmpty() ? 0 : unknown(batch));
    }

    /** Null where no manifest has this name: somebody put it there. */
    private static @Nullable UUID id(String name) {
        try {
            var id = UUID.fromString(name);
            return id.toString().equals(name) ? id : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private long unknown(List<UUID> ids) {
        var known = new HashSet<>(
                database.read(tx -> tx.mapper(StoredSnapshotMapper.class).present(ids)));
        return ids.stream().filter(id -> !known.contains(id)).count();
    }
}
