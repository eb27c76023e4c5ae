package io.graphkeep.server.backup.download;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.transfer.TreePath;
import org.jspecify.annotations.Nullable;

/** Where a stream begins that goes on with another: what comes before is passed over. */
final class ResumePoint {
    private final @Nullable TreePath name;
    private final TreePath place;
    private final long offset;
    private boolean reached;

    /** @param name what the stream before sent last; null for the start */
    ResumePoint(@Nullable TreePath name, long offset, Selection selection) {
        this.name = name;
        this.place = name == null ? TreePath.ROOT : selection.placeOf(name);
        this.offset = offset;
        this.reached = name == null;
    }

    /** Whether an entry of the tree comes before it. */
    boolean isAfter(TreePath path) {
        if (reached || name == null) {
            return false;
        }
        var order = path.compareTo(place);
        if (order < 0) {
            return true;
        }
        if (order > 0) {
            throw Selection.notThere(name, 1);
        }
        reached = true;
        return false;
    }

    /** Which byte of an entry comes first. */
    long offsetIn(TreePath path, Entry entry) {
        if (name == null || !path.equals(place) || offset == 0) {
            return 0;
        }
        if (offset > entry.getSize()) {
            throw new GraphkeepException(
                            Reason.OFFSET_OUT_OF_RANGE,
                            "The offset " + offset + " lies behind the end of " + name.text() + ", which has "
                                    + entry.getSize() + " bytes.")
                    .with("path", name.text())
                    .with("size_bytes", Long.toString(entry.getSize()));
        }
        return offset;
    }

    /** At the end of the tree. */
    void requireReached() {
        if (!reached && name != null) {
            throw Selection.notThere(name, 1);
        }
    }
}
