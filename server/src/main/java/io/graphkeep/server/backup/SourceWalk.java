package io.graphkeep.server.backup;

import io.graphkeep.server.backup.files.CrowdedDirectoryException;
import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.server.backup.files.SystemCallException;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A walk through a source, directory by directory, each held open while it is read.
 *
 * <p>No link is followed, and every name is looked up in the directory it was listed in: whatever is moved or swapped in
 * meanwhile, the walk never leaves the source. What is not to be had is told to the visitor, and the walk goes on. Memory
 * grows with the names of the directories on the path to where it is, not with the source.
 */
final class SourceWalk {
    /** What a restore calls the directories that it makes beside, or inside of, its destination. */
    static final String OWN_PREFIX = ".graphkeep-";

    private final Path source;
    private final Excludes excludes;
    private final boolean oneFileSystem;
    private final ArrayDeque<String> names = new ArrayDeque<>();

    SourceWalk(Path source, Excludes excludes, boolean oneFileSystem) {
        this.source = source;
        this.excludes = excludes;
        this.oneFileSystem = oneFileSystem;
    }

    /** Walks it all. A source that is not there, unreadable or replaced during the walk is an exception. */
    void walk(SourceVisitor visitor) throws IOException {
        try (var root = openSource()) {
            var stat = root.stat();
            visitor.directory(TreePath.ROOT, stat, root);
            for (var name : list(root)) {
                entry(TreePath.ROOT, root, stat, name, visitor);
            }
            checkStillThere(stat);
        }
    }

    private Directory openSource() throws IOException {
        try {
            return Directory.open(source);
        } catch (SystemCallException e) {
            if (e.isGone()) {
                throw notThere(e);
            }
            if (e.isOtherKind()) {
                throw new GraphkeepException(
                        Reason.SOURCE_NOT_FOUND, "The source " + source + " is not a directory, or is a link now.", e);
            }
            if (e.isDenied()) {
                throw unreadable(e);
            }
            throw e;
        }
    }

    private List<Name> list(Directory root) throws IOException {
        try {
            return root.names();
        } catch (CrowdedDirectoryException e) {
            throw new GraphkeepException(
                    Reason.SOURCE_UNREADABLE, "The source " + source + " cannot be listed: " + e.getMessage() + ".", e);
        } catch (SystemCallException e) {
            if (e.isGone()) {
                throw notThere(e);
            }
            if (e.isDenied()) {
                throw unreadable(e);
            }
            throw e;
        }
    }

    private void checkStillThere(FileStat begun) throws IOException {
        try (var now = openSource()) {
            if (!now.stat().isSameFile(begun)) {
                throw new GraphkeepException(
                        Reason.SOURCE_NOT_FOUND,
                        "The source " + source + " was replaced by another directory while it was read.");
            }
        }
    }

    private GraphkeepException notThere(SystemCallException cause) {
        return new GraphkeepException(Reason.SOURCE_NOT_FOUND, "The source " + source + " is not there.", cause);
    }

    private GraphkeepException unreadable(SystemCallException cause) {
        return new GraphkeepException(
                Reason.SOURCE_UNREADABLE,
                "The source " + source + " cannot be read by the server's user: " + cause.getMessage() + ".",
                cause);
    }

    private void entry(TreePath parentPath, Directory parent, FileStat parentStat, Name name, SourceVisitor visitor)
            throws IOException {
        var path = path(parentPath, name);
        if (path == null) {
            var detail = "it holds a path of more than " + TreePath.MAX_BYTES + " bytes";
            visitor.problem(parentPath, null, SourceProblem.UNREADABLE, detail);
            return;
        }
        FileStat stat;
        try {
            stat = parent.stat(name);
        } catch (SystemCallException e) {
            visitor.problem(path, null, problemOf(e), String.valueOf(e.getMessage()));
            return;
        }
        names.addLast(name.toString());
        found(path, parent, parentStat, name, stat, visitor);
        names.removeLast();
    }

    private static @Nullable TreePath path(TreePath parent, Name name) {
        try {
            return parent.resolve(name.bytes());
        } catch (FormatException e) {
            return null;
        }
    }

    private void found(
            TreePath path, Directory parent, FileStat parentStat, Name name, FileStat stat, SourceVisitor visitor)
            throws IOException {
        var isDirectory = stat.kind() == FileStat.Kind.DIRECTORY;
        if (name.toString().startsWith(OWN_PREFIX)) {
            visitor.problem(path, stat, SourceProblem.TEMPORARY, "left by a restore");
            return;
        }
        if (excludes.match(new ArrayList<>(names), isDirectory)) {
            visitor.problem(path, stat, SourceProblem.EXCLUDED, "left out by a pattern");
            return;
        }
        if (isDirectory && oneFileSystem && stat.mount() != parentStat.mount()) {
            visitor.problem(path, stat, SourceProblem.EXCLUDED, "on another file system");
            return;
        }
        switch (stat.kind()) {
            case REGULAR -> visitor.file(path, stat, parent, name);
            case DIRECTORY -> directory(path, parent, name, stat, visitor);
            case SYMLINK -> symlink(path, parent, name, stat, visitor);
            case SOCKET -> visitor.problem(path, stat, SourceProblem.SOCKET, "a socket");
            case FIFO -> visitor.problem(path, stat, SourceProblem.FIFO, "a FIFO");
            case DEVICE -> visitor.problem(path, stat, SourceProblem.DEVICE, "a device");
        }
    }

    private void directory(TreePath path, Directory parent, Name name, FileStat stat, SourceVisitor visitor)
            throws IOException {
        Directory directory;
        try {
            directory = parent.directory(name);
        } catch (SystemCallException e) {
            visitor.problem(path, stat, problemOf(e), String.valueOf(e.getMessage()));
            return;
        }
        try (directory) {
            inside(path, stat, directory, visitor);
        }
    }

    /** A directory that is open, as it was listed: it may have been removed since, which makes it no unreadable one. */
    void inside(TreePath path, FileStat listed, Directory directory, SourceVisitor visitor) throws IOException {
        FileStat opened;
        List<Name> children;
        try {
            opened = directory.stat();
            children = directory.names();
        } catch (SystemCallException e) {
            visitor.problem(path, listed, problemOf(e), String.valueOf(e.getMessage()));
            return;
        } catch (IOException e) {
            visitor.problem(path, listed, SourceProblem.UNREADABLE, String.valueOf(e.getMessage()));
            return;
        }
        visitor.directory(path, opened, directory);
        for (var child : children) {
            entry(path, directory, opened, child, visitor);
        }
    }

    private static void symlink(TreePath path, Directory parent, Name name, FileStat stat, SourceVisitor visitor)
            throws IOException {
        byte[] target;
        try {
            target = parent.readLink(name);
        } catch (SystemCallException e) {
            visitor.problem(path, stat, problemOf(e), String.valueOf(e.getMessage()));
            return;
        }
        visitor.symlink(path, stat, target);
    }

    /** What a failed call says of the path that it was made for. */
    static SourceProblem problemOf(SystemCallException e) {
        if (e.isGone()) {
            return SourceProblem.VANISHED;
        }
        return e.isOtherKind() || e.isUnsupported() ? SourceProblem.CHANGED : SourceProblem.UNREADABLE;
    }
}
