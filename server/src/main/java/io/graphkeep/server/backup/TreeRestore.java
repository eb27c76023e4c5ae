package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.format.v1.EntryMark;
import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.SystemCallException;
import io.graphkeep.server.operations.OperationContext;
import io.graphkeep.server.store.ReadSession;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.TreeContents;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.transfer.TreeReader;
import io.graphkeep.v1.FileProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the tree of a snapshot into an empty directory, in three passes through the tree.
 *
 * <p>The first makes directories, files and hard links, and fills the files in windows of bounded memory. The second makes
 * the links, the third gives the directories their attributes, from the bottom up. So nothing is ever written through a link, and
 * nothing written moves a time that was set. All names are relative to open directories below the one that was given.
 */
final class TreeRestore {
    private static final int MOST_OPEN = 200;

    private final ReadSession session;
    private final Directory top;
    private final OperationContext context;
    private final RestoreFindings findings;
    private final Attributes attributes;
    private final long totalBytes;
    private final RestoreWindow window = new RestoreWindow();
    private final List<RestoredFile> complete = new ArrayList<>();
    private final ByteBuffer direct = ByteBuffer.allocateDirect(1 << 20);

    TreeRestore(
            ReadSession session,
            Directory top,
            OperationContext context,
            RestoreFindings findings,
            Attributes attributes) {
        this.session = session;
        this.top = top;
        this.context = context;
        this.findings = findings;
        this.attributes = attributes;
        this.totalBytes = session.manifest().getLogicalBytes();
    }

    /** Puts more into the tree, before its directories get their attributes. */
    interface Addition {
        void run(Directory top) throws IOException;
    }

    /** Writes all of it; on return it is whole, and durable. */
    void run(Addition addition) throws IOException {
        try {
            contents();
            flush();
        } finally {
            closeAll();
        }
        links();
        addition.run(top);
        directories();
        tell("syncing");
        top.syncAll();
    }

    private void contents() throws IOException {
        var tree = tree();
        try (var stack = new DirectoryStack(top, (entry, directory) -> {})) {
            for (var entry = tree.nextEntry(); entry != null; entry = tree.nextEntry()) {
                context.checkCancelled();
                var path = TreePath.parse(entry.getPath());
                if (path.isRoot()) {
                    continue;
                }
                var parent = stack.of(path);
                switch (entry.getKind()) {
                    case ENTRY_KIND_DIRECTORY -> {
                        stack.enter(path, entry, parent.createDirectory(DirectoryStack.name(path)));
                        findings.directory();
                    }
                    case ENTRY_KIND_FILE -> file(path, entry, parent, tree);
                    case ENTRY_KIND_HARD_LINK -> hardLink(path, entry, parent);
                    case ENTRY_KIND_SYMLINK -> {}
                    case ENTRY_KIND_UNSPECIFIED, UNRECOGNIZED ->
                        throw new FormatException("The tree has an entry of no kind: " + path);
                }
                tellMarks(path, entry);
            }
        }
    }

    private void file(TreePath path, Entry entry, Directory parent, TreeContents tree) throws IOException {
        if (isMissing(entry)) {
            return;
        }
        var file = RestoredFile.of(entry, parent.createFile(DirectoryStack.name(path)), direct);
        var whole = false;
        try {
            for (var chunk = tree.nextChunk(); chunk != null; chunk = tree.nextChunk()) {
                window.add(file, chunk);
                if (window.isFull()) {
                    context.checkCancelled();
                    window.flush(session);
                    finish();
                    tell("writing");
                }
            }
            complete.add(file);
            whole = true;
        } finally {
            if (!whole) {
                file.close();
            }
        }
        findings.file(entry.getSize());
        if (complete.size() >= MOST_OPEN) {
            flush();
        }
    }

    private void flush() throws IOException {
        window.flush(session);
        finish();
        tell("writing");
    }

    /** Ends the files all of whose chunks have been written. */
    private void finish() throws IOException {
        for (var file : complete) {
            if (!file.reassembler().isComplete()) {
                throw new FormatException("A base64 run of a file does not end where the tree says");
            }
            attributes.apply(file.entry(), file.file());
            file.close();
        }
        complete.clear();
    }

    private void closeAll() throws IOException {
        for (var file : complete) {
            file.close();
        }
        complete.clear();
    }

    private void hardLink(TreePath path, Entry entry, Directory parent) throws IOException {
        var target = TreePath.parse(entry.getLinkTarget());
        try (var directory = DirectoryStack.open(top, target.parent())) {
            parent.createLink(
                    DirectoryStack.name(path), directory == null ? top : directory, DirectoryStack.name(target));
        } catch (SystemCallException e) {
            if (!e.isNotFound() && !e.isDenied() && !e.isOtherKind()) {
                throw e;
            }
            throw new FormatException("The tree has a hard link " + path + " to what is no file of it: " + target, e);
        }
        findings.file(0);
    }

    private void links() throws IOException {
        var tree = tree();
        try (var stack = new DirectoryStack(top, (entry, directory) -> {})) {
            for (var entry = tree.nextEntry(); entry != null; entry = tree.nextEntry()) {
                var path = TreePath.parse(entry.getPath());
                if (entry.getKind() == EntryKind.ENTRY_KIND_DIRECTORY && !path.isRoot()) {
                    enter(stack, path, entry);
                } else if (entry.getKind() == EntryKind.ENTRY_KIND_SYMLINK) {
                    var parent = stack.of(path);
                    var name = DirectoryStack.name(path);
                    parent.createSymlink(name, entry.getLinkTarget().toByteArray());
                    attributes.applyToLink(entry, parent, name);
                    findings.symlink();
                }
            }
        }
    }

    /** From the bottom up, as a directory may not let anyone in any more. */
    private void directories() throws IOException {
        var tree = tree();
        Entry root = null;
        try (var stack = new DirectoryStack(top, attributes::apply)) {
            for (var entry = tree.nextEntry(); entry != null; entry = tree.nextEntry()) {
                var path = TreePath.parse(entry.getPath());
                if (path.isRoot()) {
                    root = entry;
                } else if (entry.getKind() == EntryKind.ENTRY_KIND_DIRECTORY) {
                    context.checkCancelled();
                    enter(stack, path, entry);
                }
            }
            stack.finish();
        }
        if (root != null) {
            attributes.apply(root, top);
        }
    }

    private static void enter(DirectoryStack stack, TreePath path, Entry entry) throws IOException {
        stack.enter(path, entry, stack.of(path).directory(DirectoryStack.name(path)));
    }

    private void tellMarks(TreePath path, Entry entry) {
        for (var mark : entry.getMarksList()) {
            switch (mark) {
                case ENTRY_MARK_UNREADABLE ->
                    findings.add(
                            path,
                            FileProblem.FILE_PROBLEM_UNREADABLE,
                            "The capture could not read it: a file is left out, a directory is empty.");
                case ENTRY_MARK_VANISHED ->
                    findings.add(path, FileProblem.FILE_PROBLEM_VANISHED, "It was gone when the capture read it.");
                case ENTRY_MARK_TORN ->
                    findings.add(path, FileProblem.FILE_PROBLEM_CHANGED, "It changed while the capture read it.");
                case ENTRY_MARK_FRESH, ENTRY_MARK_UNSPECIFIED, UNRECOGNIZED -> {}
            }
        }
    }

    /** Whether the snapshot holds no content of the file, or not all: writing it would pass for the file. */
    private static boolean isMissing(Entry entry) {
        return entry.getMarksList().contains(EntryMark.ENTRY_MARK_UNREADABLE)
                || entry.getMarksList().contains(EntryMark.ENTRY_MARK_VANISHED);
    }

    private TreeContents tree() {
        return new TreeContents(new TreeReader(session.tree()), session);
    }

    private void tell(String step) {
        context.progress(
                findings.bytes(),
                totalBytes,
                findings.files(),
                session.manifest().getFileCount() + session.manifest().getHardLinkCount(),
                step);
    }
}
