package io.graphkeep.server.store;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether this server may write to the store. Closed once, with a reason, and never opened again: whoever lost a store starts
 * anew to look at who owns it.
 */
final class WriteGate {
    private volatile @Nullable String closed;

    void close(String why) {
        closed = why;
    }

    Optional<String> closed() {
        return Optional.ofNullable(closed);
    }

    void requireOpen() {
        var why = closed;
        if (why != null) {
            throw new GraphkeepException(Reason.STORE_FOREIGN, why);
        }
    }
}
