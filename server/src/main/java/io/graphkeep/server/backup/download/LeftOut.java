package io.graphkeep.server.backup.download;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.transfer.TreePath;
import java.util.HashSet;
import java.util.Set;

/** The files that a stream leaves out, so that no further name of one is sent as a link to nothing. */
final class LeftOut {
    /** Of the names of some 200,000 files. */
    private static final int MOST_BYTES = 32 << 20;

    // What one takes beside its name.
    private static final int EACH = 100;

    private final Set<TreePath> missing = new HashSet<>();
    private final Set<TreePath> damaged = new HashSet<>();
    private long bytes;
    private long damagedNames;

    /** One that the snapshot holds no content of. */
    void missing(TreePath file) {
        remember(missing, file);
    }

    /**
     * One whose data is damaged.
     *
     * @param isCounted whether this stream would have sent it
     */
    void damaged(TreePath file, boolean isCounted) {
        remember(damaged, file);
        damagedNames += isCounted ? 1 : 0;
    }

    /** Whether a further name of a file is left out with it. */
    boolean takesAlong(TreePath file) {
        if (damaged.contains(file)) {
            damagedNames++;
            return true;
        }
        return missing.contains(file);
    }

    /** How many names were left out because of damage. */
    long damagedNames() {
        return damagedNames;
    }

    private void remember(Set<TreePath> files, TreePath file) {
        bytes += EACH + file.toBytes().length;
        if (bytes > MOST_BYTES) {
            throw new GraphkeepException(
                    Reason.STORE_DAMAGED,
                    "The snapshot lacks so many of its files that they cannot be remembered. Choose some of its paths,"
                            + " or restore it.");
        }
        files.add(file);
    }
}
