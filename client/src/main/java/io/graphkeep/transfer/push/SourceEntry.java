package io.graphkeep.transfer.push;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.transfer.TreePath;
import java.nio.file.Path;

/**
 * Something of a directory, as a stat tells of it.
 *
 * @param entry complete but for the count of chunks
 */
record SourceEntry(TreePath path, Path file, Entry entry) {
    boolean isFile() {
        return entry.getKind() == EntryKind.ENTRY_KIND_FILE;
    }

    /** Whether it is certain to be as it was: same size and times, and old enough then to prove anything. */
    boolean isLike(Entry before) {
        return before.getKind() == EntryKind.ENTRY_KIND_FILE
                && before.getMarksCount() == 0
                && before.getSize() == entry.getSize()
                && before.getMtimeNs() == entry.getMtimeNs()
                && before.getCtimeNs() == entry.getCtimeNs();
    }
}
