package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryMark;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.TreePath;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which files of a snapshot a caller wants to see; never the graph's own top directory.
 *
 * @param after the last path of the page before
 * @param prefix raw bytes that the path begins with
 */
@SuppressWarnings("ArrayRecordComponent") // raw bytes of a path; filters are never compared
public record FileFilter(@Nullable TreePath after, byte[] prefix, boolean problemsOnly) {

    boolean wants(Entry entry) throws FormatException {
        var path = TreePath.parse(entry.getPath());
        return !path.isRoot()
                && (after == null || path.compareTo(after) > 0)
                && begins(path.toBytes())
                && (!problemsOnly || hasProblem(entry));
    }

    private boolean begins(byte[] path) {
        return path.length >= prefix.length && Arrays.equals(path, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static boolean hasProblem(Entry entry) {
        return entry.getMarksList().stream().anyMatch(mark -> mark != EntryMark.ENTRY_MARK_FRESH);
    }
}
