package io.graphkeep.server.backup;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.format.v1.EntryMark;
import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.server.backup.files.SystemCallException;
import io.graphkeep.transfer.TreePath;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The newer side of a comparison where it is a directory: what a walk through it finds, given on entry by entry. */
final class DirectoryDiff implements SourceVisitor {
    /** More files with several names than this are compared as if each name were a file. */
    private static final int MOST_LINKED = 100_000;

    private final TreeDiff diff;
    private final EntryMaker entries;
    private final DiffListener listener;
    private final Map<Inode, TreePath> linked = new HashMap<>();
    private TreePath last = TreePath.ROOT;

    private record Inode(long device, long number) {}

    DirectoryDiff(TreeDiff diff, EntryMaker entries, DiffListener listener) {
        this.diff = diff;
        this.entries = entries;
        this.listener = listener;
    }

    @Override
    public void directory(TreePath path, FileStat stat, Directory directory) throws IOException {
        var entry = entries.of(path, EntryKind.ENTRY_KIND_DIRECTORY, stat);
        try {
            EntryMaker.add(entry, directory.attributes());
        } catch (SystemCallException e) {
            // A capture leaves them out as well, and says so.
            entry.clearExtendedAttributes();
        }
        give(path, new Known(entry.build()));
    }

    @Override
    public void file(TreePath path, FileStat stat, Directory parent, Name name) throws IOException {
        var inode = new Inode(stat.device(), stat.inode());
        var first = stat.links() > 1 ? linked.get(inode) : null;
        if (first != null) {
            give(
                    path,
                    new Known(entries.of(path, EntryKind.ENTRY_KIND_HARD_LINK, stat)
                            .setLinkTarget(first.toByteString())
                            .build()));
            return;
        }
        if (stat.links() > 1 && linked.size() < MOST_LINKED) {
            linked.put(inode, path);
        }
        var entry = entries.of(path, EntryKind.ENTRY_KIND_FILE, stat).setSize(stat.size());
        give(path, new LiveFile(entry, path, parent, name, listener));
    }

    @Override
    public void symlink(TreePath path, FileStat stat, byte[] target) throws IOException {
        give(
                path,
                new Known(entries.of(path, EntryKind.ENTRY_KIND_SYMLINK, stat)
                        .setLinkTarget(ByteString.copyFrom(target))
                        .build()));
    }

    @Override
    public void problem(TreePath path, @Nullable FileStat stat, SourceProblem problem, String detail)
            throws IOException {
        if (problem != SourceProblem.UNREADABLE || path.compareTo(last) <= 0) {
            return;
        }
        diff.blind(path);
        if (stat != null) {
            var kind =
                    stat.kind() == FileStat.Kind.DIRECTORY ? EntryKind.ENTRY_KIND_DIRECTORY : EntryKind.ENTRY_KIND_FILE;
            give(
                    path,
                    new Known(entries.of(path, kind, stat)
                            .addMarks(EntryMark.ENTRY_MARK_UNREADABLE)
                            .build()));
        }
    }

    private void give(TreePath path, NewerEntry entry) throws IOException {
        last = path;
        try {
            diff.newer(path, entry);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("The comparison was interrupted").initCause(e);
        }
    }

    /** Something of which all is known that is compared. */
    private record Known(Entry known) implements NewerEntry {
        @Override
        public Entry entry(@Nullable Entry older) {
            return known;
        }

        @Override
        public Content content(TreeSide older) {
            return Content.SAME;
        }
    }
}
