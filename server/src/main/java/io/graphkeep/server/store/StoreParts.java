package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.store.backend.Backend;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** What the parts of an open store share. */
record StoreParts(
        StoreSettings settings,
        Backend backend,
        Database database,
        RepositoryKey key,
        BlockWorkers workers,
        PackReaders packs,
        ReadWorkers readers,
        Reserve reserve,
        WriteGate gate,
        Ownership ownership,
        StateRecords records,
        Sessions sessions,
        Manifests manifests,
        Damage damage,
        Ids ids,
        Clock clock,
        UUID process) {

    OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
