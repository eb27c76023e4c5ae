package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.server.backup.files.OpenFile;
import io.graphkeep.server.backup.files.SystemCallException;
import io.graphkeep.transfer.TreePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies into a restored tree what the old content has and the snapshot does not, so that it is not missed.
 *
 * <p>It stays what it was, its whole mode included; FIFOs, sockets and devices, which something may hold open, stay aside. Copies and never links or moves: the old content is kept aside whole. What cannot be copied is told, and is still there,
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

    private final ChosenPaths chosen;
    private final boolean topStays;

    /** What the snapshot has no directory for, or what is not replaced, and so nothing below. */
    private @Nullable TreePath passedOver;

    /**
     * Carries what is extra within what is replaced.
     *
     * @param topStays whether the entries at the top that the snapshot does not have stay where they are
     */
    ExtrasCarry(Directory top, ChosenPaths chosen, boolean topStays, RestoreFindings findings, OwnerNames owners) {
        this.top = top;
        this.chosen = chosen;
        this.topStays = topStays;
        this.findings = findings;
        this.attributes = Attributes.ofCarried(findings);
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
        if (path.isRoot() || isPassedOver(path)) {
            return;
        }
        if (!chosen.covers(path) && !chosen.leadsTo(path)) {
            passedOver = path;
            return;
        }
        var parent = stack.of(path);
        var name = DirectoryStack.name(path);
        if (!parent.has(name) && stays(path)) {
            passedOver = path;
            return;
        }
        if (parent.has(name)) {
            if (parent.stat(name).kind() == FileStat.Kind.DIRECTORY) {
                // Of the snapshot, whose attributes it gets later.
                stack.enter(path, Entry.getDefaultInstance(), parent.directory(name));
            } else {
                passedOver = path;
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
        if (isPassedOver(path) || !chosen.covers(path)) {
            return;
        }
        var parent = stack.of(path);
        if (parent.has(name) || stays(path)) {
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
        if (!copy(path, stat, directory, parent, name)) {
            return;
        }
        if (stat.links() > 1 && linked.size() < MOST_LINKED) {
            linked.put(new Inode(stat.device(), stat.inode()), path);
        }
        findings.extraKept();
    }

    @Override
    public void symlink(TreePath path, FileStat stat, byte[] target) throws IOException {
        if (isPassedOver(path) || !chosen.covers(path)) {
            return;
        }
        var parent = stack.of(path);
        var name = DirectoryStack.name(path);
        if (parent.has(name) || stays(path)) {
            return;
        }
        parent.createSymlink(name, target);
        var entry = entries.of(path, EntryKind.ENTRY_KIND_SYMLINK, stat).build();
        attributes.applyToLink(entry, parent, name);
        findings.extraKept();
    }

    @Override
    public void problem(TreePath path, @Nullable FileStat stat, SourceProblem problem, String detail) {
        if (isPassedOver(path) || !chosen.covers(path) || stays(path)) {
            return;
        }
        findings.notCarried(path, detail);
    }

    private boolean isPassedOver(TreePath path) {
        return passedOver != null && passedOver.holds(path);
    }

    /** Whether an extra entry is not moved at all: then it need not be carried. */
    private boolean stays(TreePath path) {
        return topStays && path.parent().isRoot();
    }

    /** False where it could not be copied, of which nothing is left then. */
    private boolean copy(TreePath path, FileStat stat, Directory from, Directory to, Name name) throws IOException {
        try (var source = from.file(name)) {
            var entry = entries.of(path, EntryKind.ENTRY_KIND_FILE, stat).setSize(stat.size());
            EntryMaker.add(entry, source.attributes());
            try (var copy = to.createFile(name)) {
                copy.resize(stat.size());
                copy(source, stat.size(), copy);
                attributes.apply(entry.build(), copy);
            }
            return true;
        } catch (SystemCallException e) {
            if (e.isFull()) {
                throw e;
            }
            if (to.has(name)) {
                to.removeFile(name);
            }
            problem(path, stat, SourceProblem.UNREADABLE, String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void copy(OpenFile from, long size, OpenFile to) throws SystemCallException {
        var position = 0L;
        while (position < size) {
            direct.clear().limit((int) Math.min(COPY_BYTES, size - position));
            var count = from.read(direct, position);
            if (count == 0) {
                return;
            }
            SparseWriter.write(to, direct.flip(), position);
            position += count;
        }
    }

    private void leave(Entry entry, Directory directory) throws IOException {
        if (entry.getKind() == EntryKind.ENTRY_KIND_DIRECTORY) {
            attributes.apply(entry, directory);
        }
    }
}
