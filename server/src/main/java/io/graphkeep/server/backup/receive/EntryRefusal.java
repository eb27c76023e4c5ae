package io.graphkeep.server.backup.receive;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;

/** What a sender is told of an entry that no snapshot can hold, and of frames that come out of order. */
final class EntryRefusal {
    private EntryRefusal() {}

    /** The entry of this path, as the sender wrote it, cannot be kept. */
    static GraphkeepException of(String path, String fault) {
        return new GraphkeepException(
                        Reason.MANIFEST_INVALID, "The entry " + shown(path) + " cannot be kept: " + fault + ".")
                .with("path", shown(path));
    }

    static GraphkeepException outOfOrder(String what) {
        return new GraphkeepException(Reason.PROTOCOL_VIOLATION, what);
    }

    /** As much of a path as fits an error. */
    static String shown(String path) {
        return path.length() <= LONGEST_SHOWN ? path : path.substring(0, LONGEST_SHOWN) + "…";
    }

    private static final int LONGEST_SHOWN = 512;
}
