package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.store.Store;
import java.time.Clock;

/** What verifications of anything stand on. */
public record VerifyGround(
        Store store, Database database, VerifyLimits limits, SnapshotTrees trees, EventLog events, Clock clock) {}
