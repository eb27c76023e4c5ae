package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.server.backup.files.SystemCallException;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.v1.FileProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies into a restored tree what the old content has and the snapshot does not, so that it is not missed.
 *
 * <p>Copies and never links or moves: the old content is kept aside whole. What cannot be copied is told, and is still there,
 * aside. What the snapshot has in the place of a directory hides all that was below it. Runs before the directories of the tree
 * get their attributes; nothing is copied through a link.
 */
final class ExtrasCarry implements SourceVisitor {
    private static final int COPY_BYTES = 1 << 20;
    private static final int MOST_LINKED = 200_000;

    private record Inode(long device, long number) {}

    private final Directory top;
    private final RestoreFindings findings;
    private final Attributes attributes;
    private final EntryMaker entries;
    private final DirectoryStack stack;
    private final ByteBuffer direct = ByteBuffer.allocateDirect(COPY_BYTES);
    private final Map<Inode, TreePath> linked = new HashMap<>();

    /** What the snapshot has no directory for, and so nothing below. */
    private @Nullable TreePath hidden;

    ExtrasCarry(Directory top, RestoreFindings findings, Attributes attributes, OwnerNames owners) {
        this.top = top;
        this.findings = findings;
        this.attributes = attributes;
        this.entries = new EntryMaker(owners);
        this.stack = new DirectoryStack(top, this::leave);
    }

    /** All of the old content has been seen. */
    void finish() throws IOException {
        stack.finish();
    }

    void close() throws IOException {
        stack.close();
    }

    @Override
    public void directory(TreePath path, FileStat stat, Directory directory) throws IOException {
        if (path.isRoot()) {
            return;
        }
        if (isHidden(path)) {
            return;
        }
        var parent = stack.of(path);
        var name = DirectoryStack.name(path);
        if (parent.has(name)) {
            if (parent.stat(name).kind() == FileStat.Kind.DIRECTORY) {
                // Of the snapshot, whose attributes it gets later.
                stack.enter(path, Entry.getDefaultInstance(), parent.directory(name));
            } else {
                hidden = path;
            }
            return;
        }
        var entry = entries.of(path, EntryKind.ENTRY_KIND_DIRECTORY, stat);
        EntryMaker.add(entry, directory.attributes());
        stack.enter(path, entry.build(), parent.createDirectory(name));
        findings.extraKept();
    }

    @Override
    public void file(TreePath path, FileStat stat, Directory directory, Name name) throws IOException {
        if (isHidden(path)) {
            return;
        }
        var parent = stack.of(path);
        if (parent.has(name)) {
            return;
        }
        var first = stat.links() > 1 ? linked.get(new Inode(stat.device(), stat.inode())) : null;
        if (first != null) {
            try (var holder = DirectoryStack.open(top, first.parent())) {
                parent.createLink(name, holder == null ? top : holder, DirectoryStack.name(first));
            }
            findings.extraKept();
            return;
        }
        copy(path, stat, directory, parent, name);
        if (stat.links() > 1 && linked.size() < MOST_LINKED) {
            linked.put(new Inode(stat.device(), stat.inode()), path);
        }
        findings.extraKept();
    }

    @Override
    public void symlink(TreePath path, FileStat stat, byte[] target) throws IOException {
        if (isHidden(path)) {
            return;
        }
        var parent = stack.of(path);
        var name = DirectoryStack.name(path);
        if (parent.has(name)) {
            return;
        }
        parent.createSymlink(name, target);
        var entry = entries.of(path, EntryKind.ENTRY_KIND_SYMLINK, stat).build();
        attributes.applyToLink(entry, parent, name);
        findings.extraKept();
    }

    @Override
    public void problem(TreePath path, @Nullable FileStat stat, SourceProblem problem, String detail) {
        findings.add(path, FileProblem.FILE_PROBLEM_UNSPECIFIED, "Not carried over, and kept aside: " + detail + ".");
    }

    private boolean isHidden(TreePath path) {
        return hidden != null && hidden.holds(path);
    }

    private void copy(TreePath path, FileStat stat, Directory from, Directory to, Name name) throws IOException {
        try (var source = from.file(name)) {
            var entry = entries.of(path, EntryKind.ENTRY_KIND_FILE, stat).setSize(stat.size());
            EntryMaker.add(entry, source.attributes());
            var bytes = new byte[COPY_BYTES];
            var read = ByteBuffer.allocateDirect(COPY_BYTES);
            try (var copy = RestoredFile.of(entry.build(), to.createFile(name), direct)) {
                var position = 0L;
                while (position < stat.size()) {
                    read.clear().limit((int) Math.min(COPY_BYTES, stat.size() - position));
                    var count = source.read(read, position);
                    if (count == 0) {
                        break;
                    }
                    read.flip().get(bytes, 0, count);
                    copy.write(bytes, 0, count, position);
                    position += count;
                }
                attributes.apply(copy.entry(), copy.file());
            }
        } catch (SystemCallException e) {
            if (e.isFull()) {
                throw e;
            }
            problem(path, stat, SourceProblem.UNREADABLE, String.valueOf(e.getMessage()));
        }
    }

    private void leave(Entry entry, Directory directory) throws IOException {
        if (entry.getKind() == EntryKind.ENTRY_KIND_DIRECTORY) {
            attributes.apply(entry, directory);
        }
    }
}
