package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.SystemCallException;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.transfer.TreeReader;
import java.io.IOException;

/** What is done to a restored tree once its files are whole: hard links, then symbolic ones, then directories' attributes. */
final class TreeEnding {
    private final TreeWork work;

    TreeEnding(TreeWork work) {
        this.work = work;
    }

    private interface Step {
        void take(TreePath path, Entry entry, DirectoryStack stack) throws IOException;
    }

    void links() throws IOException {
        if (work.plan().hasHardLinks()) {
            pass(EntryKind.ENTRY_KIND_HARD_LINK, (path, entry, stack) -> hardLink(path, entry, stack.of(path)));
            work.plan().targets().removeLeft(work.top());
        }
        if (work.plan().hasSymlinks()) {
            pass(EntryKind.ENTRY_KIND_SYMLINK, (path, entry, stack) -> symlink(path, entry, stack.of(path)));
        }
    }

    /** From the bottom up, as a directory may not let anyone in any more. */
    void directories() throws IOException {
        var root = Entry.getDefaultInstance();
        var tree = new TreeReader(work.session().tree());
        try (var stack = new DirectoryStack(work.top(), work.attributes()::apply)) {
            for (var item = tree.next(); item != null; item = tree.next()) {
                var entry = item.getEntry();
                if (entry.getKind() != EntryKind.ENTRY_KIND_DIRECTORY) {
                    continue;
                }
                work.context().checkCancelled();
                var path = TreePath.parse(entry.getPath());
                if (path.isRoot()) {
                    root = entry;
                } else if (work.plan().brings(path)) {
                    enter(stack, path, entry);
                }
            }
            stack.finish();
        }
        if (root.getKind() == EntryKind.ENTRY_KIND_DIRECTORY) {
            work.attributes().apply(root, work.top());
        }
    }

    private void pass(EntryKind kind, Step step) throws IOException {
        var tree = new TreeReader(work.session().tree());
        try (var stack = new DirectoryStack(work.top(), (entry, directory) -> {})) {
            for (var item = tree.next(); item != null; item = tree.next()) {
                var entry = item.getEntry();
                var isDirectory = entry.getKind() == EntryKind.ENTRY_KIND_DIRECTORY;
                if (!isDirectory && entry.getKind() != kind) {
                    continue;
                }
                var path = TreePath.parse(entry.getPath());
                if (isDirectory && !path.isRoot() && work.plan().brings(path)) {
                    enter(stack, path, entry);
                } else if (!isDirectory && work.plan().chosen().covers(path)) {
                    step.take(path, entry, stack);
                }
            }
        }
    }

    private void hardLink(TreePath path, Entry entry, Directory parent) throws IOException {
        var target = TreePath.parse(entry.getLinkTarget());
        var name = DirectoryStack.name(path);
        try {
            if (work.plan().targets().moveTo(target, path, work.top(), parent, name)) {
                // The file that it is now was counted when its content was whole.
                return;
            }
            var first = work.plan().targets().standIn(target);
            try (var directory = DirectoryStack.open(work.top(), first.parent())) {
                parent.createLink(name, directory == null ? work.top() : directory, DirectoryStack.name(first));
            }
        } catch (SystemCallException e) {
            if (!e.isNotFound() && !e.isDenied() && !e.isOtherKind()) {
                throw e;
            }
            if (e.isNotFound() && work.findings().hasLeftOut()) {
                work.findings().leftOutWith(path);
                return;
            }
            throw new FormatException("The tree has a hard link " + path + " to what is no file of it: " + target, e);
        }
        work.findings().file(0);
    }

    private void symlink(TreePath path, Entry entry, Directory parent) throws IOException {
        var name = DirectoryStack.name(path);
        parent.createSymlink(name, entry.getLinkTarget().toByteArray());
        work.attributes().applyToLink(entry, parent, name);
        work.findings().symlink();
    }

    private static void enter(DirectoryStack stack, TreePath path, Entry entry) throws IOException {
        stack.enter(path, entry, stack.of(path).directory(DirectoryStack.name(path)));
    }
}
