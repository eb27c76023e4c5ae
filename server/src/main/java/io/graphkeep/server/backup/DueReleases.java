package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Database;
import java.time.Clock;
import java.time.OffsetDateTime;

/**
 * Begins to remove what restores have kept aside long enough; by a clock that may have been set nothing goes.
 *
 * <p>What an admin asks to have removed goes all the same.
 */
public final class DueReleases {
    private final Database database;
    private final Restores restores;
    private final SteadyClock steady;
    private final Clock clock;

    public DueReleases(Database database, Restores restores, SteadyClock steady, Clock clock) {
        this.database = database;
        this.restores = restores;
        this.steady = steady;
        this.clock = clock;
    }

    /** Returns how many were begun. */
    public int begin() {
        if (steady.doubt().isPresent()) {
            return 0;
        }
        return database.inTransaction(tx -> restores.releaseDue(tx, OffsetDateTime.now(clock)));
    }
}
