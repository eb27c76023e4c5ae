package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.SystemCallException;
import io.graphkeep.server.operations.OperationContext;
import io.graphkeep.server.store.ReadSession;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.transfer.TreeReader;
import java.io.IOException;

/** What is done to a restored tree once its files are whole: hard links, then symbolic ones, then directories' attributes. */
final class TreeEnding {
    private final ReadSession session;
    private final Directory top;
    private final OperationContext context;
    private final RestoreFindings findings;
    private final Attributes attributes;
    private final RestorePlan plan;

    TreeEnding(
            ReadSession session,
            Directory top,
            OperationContext context,
            RestoreFindings findings,
            Attributes attributes,
            RestorePlan plan) {
        this.session = session;
        this.top = top;
        this.context = context;
        this.findings = findings;
        this.attributes = attributes;
        this.plan = plan;
    }

    private interface Step {
        void take(TreePath path, Entry entry, DirectoryStack stack) throws IOException;
    }

    void links() throws IOException {
        if (plan.hasHardLinks()) {
            pass(EntryKind.ENTRY_KIND_HARD_LINK, (path, entry, stack) -> hardLink(path, entry, stack.of(path)));
            plan.targets().removeLeft(top);
        }
        if (plan.hasSymlinks()) {
            pass(EntryKind.ENTRY_KIND_SYMLINK, (path, entry, stack) -> symlink(path, entry, stack.of(path)));
        }
    }

    /** From the bottom up, as a directory may not let anyone in any more. */
    void directories() throws IOException {
        var root = Entry.getDefaultInstance();
        var tree = new TreeReader(session.tree());
        try (var stack = new DirectoryStack(top, attributes::apply)) {
            for (var item = tree.next(); item != null; item = tree.next()) {
                var entry = item.getEntry();
                if (entry.getKind() != EntryKind.ENTRY_KIND_DIRECTORY) {
                    continue;
                }
                context.checkCancelled();
                var path = TreePath.parse(entry.getPath());
                if (path.isRoot()) {
                    root = entry;
                } else if (plan.brings(path)) {
                    enter(stack, path, entry);
                }
            }
            stack.finish();
        }
        if (root.getKind() == EntryKind.ENTRY_KIND_DIRECTORY) {
            attributes.apply(root, top);
        }
    }

    private void pass(EntryKind kind, Step step) throws IOException {
        var tree = new TreeReader(session.tree());
        try (var stack = new DirectoryStack(top, (entry, directory) -> {})) {
            for (var item = tree.next(); item != null; item = tree.next()) {
                var entry = item.getEntry();
                var isDirectory = entry.getKind() == EntryKind.ENTRY_KIND_DIRECTORY;
                if (!isDirectory && entry.getKind() != kind) {
                    continue;
                }
                var path = TreePath.parse(entry.getPath());
                if (isDirectory && !path.isRoot() && plan.brings(path)) {
                    enter(stack, path, entry);
                } else if (!isDirectory && plan.chosen().covers(path)) {
                    step.take(path, entry, stack);
                }
            }
        }
    }

    private void hardLink(TreePath path, Entry entry, Directory parent) throws IOException {
        var target = TreePath.parse(entry.getLinkTarget());
        var name = DirectoryStack.name(path);
        try {
            if (!plan.targets().moveTo(target, path, top, parent, name)) {
                var first = plan.targets().standIn(target);
                try (var directory = DirectoryStack.open(top, first.parent())) {
                    parent.createLink(name, directory == null ? top : directory, DirectoryStack.name(first));
                }
            }
        } catch (SystemCallException e) {
            if (!e.isNotFound() && !e.isDenied() && !e.isOtherKind()) {
                throw e;
            }
            if (e.isNotFound() && findings.hasLeftOut()) {
                findings.leftOutWith(path);
                return;
            }
            throw new FormatException("The tree has a hard link " + path + " to what is no file of it: " + target, e);
        }
        findings.file(0);
    }

    private void symlink(TreePath path, Entry entry, Directory parent) throws IOException {
        var name = DirectoryStack.name(path);
        parent.createSymlink(name, entry.getLinkTarget().toByteArray());
        attributes.applyToLink(entry, parent, name);
        findings.symlink();
    }

    private static void enter(DirectoryStack stack, TreePath path, Entry entry) throws IOException {
        stack.enter(path, entry, stack.of(path).directory(DirectoryStack.name(path)));
    }
}
