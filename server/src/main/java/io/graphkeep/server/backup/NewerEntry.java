package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What the newer side of a comparison has at a path. */
interface NewerEntry {
    /** How a file's content compares with the older side's. */
    record Content(boolean same, long newBytes) {
        static final Content SAME = new Content(true, 0);
    }

    /**
     * The entry; null where it turns out not to be there.
     *
     * @param older what the older side has there; given back where nothing can have changed
     */
    @Nullable
    Entry entry(@Nullable Entry older) throws IOException;

    /** Compares it, a regular file, with the regular file at which the older side stands. */
    Content content(TreeSide older) throws IOException;
}
