package io.graphkeep.server.backup;

import io.graphkeep.transfer.TreePath;
import io.graphkeep.v1.SnapshotFile;

/**
 * One entry of a page of files.
 *
 * @param first the first name of the file, in tree order: its own path, but for a hard link
 */
public record ListedFile(TreePath path, TreePath first, SnapshotFile.Builder message) {

    boolean isFurtherName() {
        return !path.equals(first);
    }
}
