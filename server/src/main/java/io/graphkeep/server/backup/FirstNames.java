package io.graphkeep.server.backup;

import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.transfer.TreePath;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first names of files that have more than one, of so many files at most; those beyond are held once for each name. */
final class FirstNames {
    private static final int MOST = 200_000;

    private final Map<Inode, First> names = new HashMap<>();

    private record Inode(long device, long number) {}

    /** The first name, and whether the file was taken over without reading it. */
    record First(TreePath path, boolean unread) {}

    @Nullable
    First find(FileStat stat) {
        return isLinked(stat) ? names.get(new Inode(stat.device(), stat.inode())) : null;
    }

    /** A file is held under this name, as it was. */
    void add(FileStat stat, TreePath path, boolean unread) {
        if (isLinked(stat) && names.size() < MOST) {
            names.put(new Inode(stat.device(), stat.inode()), new First(path, unread));
        }
    }

    static boolean isLinked(FileStat stat) {
        return stat.links() > 1;
    }
}
