package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.TreePath;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The directories from the top of a tree to where a pass through it is, held open, so that every entry is named relative to
 * the directory that it is in.
 */
final class DirectoryStack implements Closeable {
    /** What is done with a directory when the pass leaves it for good. */
    interface Leaving {
        void leave(Entry entry, Directory directory) throws IOException;
    }

    private record Level(TreePath path, Entry entry, Directory directory) {}

    private final ArrayDeque<Level> levels = new ArrayDeque<>();
    private final Leaving leaving;

    /** Begins at the top, which stays the caller's to close. */
    DirectoryStack(Directory top, Leaving leaving) {
        this.leaving = leaving;
        levels.push(new Level(TreePath.ROOT, Entry.getDefaultInstance(), top));
    }

    /** The directory that holds the path; directories that it does not lie in are left. */
    Directory of(TreePath path) throws IOException {
        while (!levels.element().path().equals(path.parent())) {
            if (levels.size() == 1) {
                throw new FormatException("The directory of " + path + " is missing from the tree");
            }
            leave();
        }
        return levels.element().directory();
    }

    /** The pass goes into a directory of the one at hand, which is closed when it is left. */
    void enter(TreePath path, Entry entry, Directory directory) {
        levels.push(new Level(path, entry, directory));
    }

    /** Leaves all but the top. */
    void finish() throws IOException {
        while (levels.size() > 1) {
            leave();
        }
    }

    /** The name of the last component, which is checked to be one. */
    static Name name(TreePath path) throws FormatException {
        var bytes = path.name();
        if (!Name.isUsable(bytes)) {
            throw new FormatException("The tree has a path that no file can have: " + path);
        }
        return Name.of(bytes);
    }

    /** A directory of a tree, opened name by name; null for the top itself. */
    static @Nullable Directory open(Directory top, TreePath path) throws IOException {
        if (path.isRoot()) {
            return null;
        }
        try (var parent = open(top, path.parent())) {
            return (parent == null ? top : parent).directory(name(path));
        }
    }

    @Override
    public void close() throws IOException {
        while (levels.size() > 1) {
            levels.pop().directory().close();
        }
    }

    private void leave() throws IOException {
        var level = levels.pop();
        try (var directory = level.directory()) {
            leaving.leave(level.entry(), directory);
        }
    }
}
