package io.graphkeep.server.store;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.backend.Backend;
import io.graphkeep.server.store.backend.Space;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The room that nothing but a cleanup may use: the database may share the disk, and must not be the one to find it full. */
final class Reserve {
    private static final long MOST = 2L << 30;
    private static final long SHARE = 50;

    private final Backend backend;
    private final @Nullable Long configured;

    Reserve(Backend backend, @Nullable Long configured) {
        this.backend = backend;
        this.configured = configured;
    }

    /** Refuses to write this many bytes if they would go into the reserve. */
    void require(long bytes) throws IOException {
        var space = backend.space();
        if (space.isPresent() && space.get().usable() - bytes < of(space.get())) {
            throw new GraphkeepException(Reason.STORE_FULL, sentence(space.get(), bytes))
                    .with("free_bytes", Long.toString(space.get().usable()))
                    .with("reserve_bytes", Long.toString(of(space.get())));
        }
    }

    private String sentence(Space space, long bytes) {
        var left = space.usable() + " bytes of it are free";
        var reserve = of(space) == 0 ? "" : ", of which " + of(space) + " are kept in reserve";
        return bytes == 0
                ? "The disk of the store in " + backend.describe() + " is full: " + left + reserve + "."
                : "The disk of the store in " + backend.describe() + " is full: the next pack, of up to " + bytes
                        + " bytes, could not be written, as " + left + reserve + ".";
    }

    long of(Space space) {
        return configured != null ? configured : Math.min(MOST, space.total() / SHARE);
    }
}
