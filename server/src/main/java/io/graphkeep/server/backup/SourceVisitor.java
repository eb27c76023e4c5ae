package io.graphkeep.server.backup;

import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.transfer.TreePath;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a {@link SourceWalk} finds, in the order of the tree: a directory before what lies in it, names by their bytes.
 */
interface SourceVisitor {
    void directory(TreePath path, FileStat stat, Directory directory) throws IOException;

    /** A regular file, not yet opened: by then it may be gone, or be something else. */
    void file(TreePath path, FileStat stat, Directory parent, Name name) throws IOException;

    void symlink(TreePath path, FileStat stat, byte[] target) throws IOException;

    /** A path that is not, or not fully, to be had. A directory that could be looked at but not read comes here, too. */
    void problem(TreePath path, @Nullable FileStat stat, SourceProblem problem, String detail) throws IOException;
}
