package io.graphkeep.server.store;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/** The one place where failures of the store's objects become reasons that a caller can act on. */
final class StoreFailures {
    private StoreFailures() {}

    static GraphkeepException of(IOException failure) {
        if (failure instanceof DamagedException) {
            return new GraphkeepException(Reason.STORE_DAMAGED, sentence(failure), failure);
        }
        if (String.valueOf(failure.getMessage()).contains("No space left")) {
            return new GraphkeepException(
                    Reason.STORE_FULL,
                    "The store's disk is full: an object that was being written did not fit on it (" + sentence(failure)
                            + ").",
                    failure);
        }
        return new GraphkeepException(
                Reason.STORE_UNAVAILABLE, "The store cannot be read or written: " + sentence(failure), failure);
    }

    static GraphkeepException corrupt(UUID snapshot, String what, IOException cause) {
        return new GraphkeepException(Reason.SNAPSHOT_CORRUPT, "Snapshot " + snapshot + " is damaged: " + what, cause)
                .with("snapshot_id", snapshot.toString());
    }

    /** What a worker failed with, as the one who waits for it should throw it. */
    static RuntimeException of(ExecutionException failure) {
        var cause = failure.getCause();
        if (cause instanceof RuntimeException known) {
            return known;
        }
        return cause instanceof IOException io ? of(io) : new IllegalStateException("A worker failed", cause);
    }

    static GraphkeepException stale(UUID session) {
        return new GraphkeepException(
                Reason.STALE_SESSION, "The store's session " + session + " has ended: nothing of it was kept.");
    }

    private static String sentence(IOException failure) {
        return String.valueOf(failure.getMessage());
    }
}
