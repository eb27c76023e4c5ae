package io.graphkeep.server.backup;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.util.UUID;

/** What tells one version of a thing from all others, those of another thing of the same name included. */
final class Etags {
    private Etags() {}

    static String of(UUID uid, long version) {
        return Long.toHexString(uid.getLeastSignificantBits()) + "-" + version;
    }

    /** Refuses a change on the ground of an older version; an empty etag asks for nothing. */
    static void require(String etag, UUID uid, long version, String what) {
        if (!etag.isEmpty() && !etag.equals(of(uid, version))) {
            throw new GraphkeepException(Reason.ETAG_MISMATCH, "The " + what + " was changed after this etag was read.")
                    .with("etag", of(uid, version));
        }
    }
}
