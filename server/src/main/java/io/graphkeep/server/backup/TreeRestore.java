package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryMark;
import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.TreeContents;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.transfer.TreeReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes the tree of a snapshot, or what is chosen of it, into an empty directory.
 *
 * <p>A first pass through the tree makes directories and files, and fills the files in windows of bounded memory; then
 * {@link TreeEnding} makes the links and gives the directories their attributes. So nothing is ever written through a link,
 * and nothing written moves a time that was set. All names are relative to open directories below the one that was given.
 */
final class TreeRestore {
    private final TreeWork work;
    private final RestoreWindow window;
    private final RestoredFiles files;
    private final UnchosenTargets targets;
    private @Nullable SharedDirectory holder;
    private TreePath held = TreePath.ROOT;

    TreeRestore(TreeWork work) {
        this.work = work;
        this.window = new RestoreWindow(work.session(), work.plan().withoutDamaged());
        this.files = new RestoredFiles(work.findings(), work.attributes());
        this.targets = work.plan().targets();
    }

    /** Puts more into the tree, before its directories get their attributes. */
    interface Addition {
        void run(Directory top) throws IOException;
    }

    /** Writes all of it; on return it is whole, and durable. */
    void run(Addition addition) throws IOException {
        try (files) {
            try {
                contents();
                window.finish();
            } finally {
                window.abandon();
            }
        }
        tell("finishing");
        var ending = new TreeEnding(work);
        ending.links();
        addition.run(work.top());
        ending.directories();
        tell("syncing");
        work.top().syncAll();
    }

    private void contents() throws IOException {
        var tree = new TreeContents(
                new TreeReader(work.session().tree()),
                new TreeReader(work.session().tree()),
                work.session());
        try (var stack = new DirectoryStack(work.top(), (entry, directory) -> {})) {
            for (var entry = tree.nextEntry(); entry != null; entry = tree.nextEntry()) {
                var path = TreePath.parse(entry.getPath());
                if (!path.isRoot()) {
                    entry(path, entry, stack, tree);
                }
                if (window.isFull()) {
                    turn();
                }
            }
        } finally {
            letGo();
        }
    }

    private void entry(TreePath path, Entry entry, DirectoryStack stack, TreeContents tree) throws IOException {
        var isCovered = work.plan().chosen().covers(path);
        if (isCovered) {
            work.plan().meets(entry.getKind());
            work.findings().marks(path, entry);
        }
        switch (entry.getKind()) {
            case ENTRY_KIND_DIRECTORY -> {
                if (isCovered || work.plan().chosen().leadsTo(path)) {
                    stack.enter(path, entry, stack.of(path).createDirectory(DirectoryStack.name(path)));
                    work.findings().directory();
                }
            }
            case ENTRY_KIND_FILE -> {
                var name = DirectoryStack.name(path);
                if (isMissing(entry)) {
                    return;
                }
                if (isCovered) {
                    file(new RestoredFile(path, entry, holder(path, stack), name, files), tree);
                } else if (targets.has(path)) {
                    var aside = files.share(work.top().again());
                    file(new RestoredFile(path, entry, aside, targets.name(path), files), tree);
                    aside.release();
                }
            }
            case ENTRY_KIND_HARD_LINK, ENTRY_KIND_SYMLINK -> {}
            case ENTRY_KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw new FormatException("The tree has an entry of no kind: " + path);
        }
    }

    private void file(RestoredFile file, TreeContents tree) throws IOException {
        window.file();
        try {
            for (var chunk = tree.nextChunk(); chunk != null; chunk = tree.nextChunk()) {
                window.add(file, chunk);
                if (window.isFull()) {
                    turn();
                }
            }
        } catch (GraphkeepException e) {
            if (e.reason() != Reason.SNAPSHOT_CORRUPT || !work.plan().withoutDamaged()) {
                throw e;
            }
            file.lose();
        }
        file.known();
    }

    /** The directory that a file lies in, held open for as long as files in it are not done. */
    private SharedDirectory holder(TreePath path, DirectoryStack stack) throws IOException {
        var directory = stack.of(path);
        var parent = path.parent();
        var now = holder;
        if (now == null || !held.equals(parent)) {
            letGo();
            now = files.share(directory.again());
            holder = now;
            held = parent;
            window.directory();
        }
        return now;
    }

    private void letGo() throws IOException {
        var now = holder;
        holder = null;
        if (now != null) {
            now.release();
        }
    }

    private void turn() throws IOException {
        work.context().checkCancelled();
        window.turn();
        tell("writing");
    }

    /** Whether the snapshot holds no content of the file, or not all: writing it would pass for the file. */
    static boolean isMissing(Entry entry) {
        return entry.getMarksList().contains(EntryMark.ENTRY_MARK_UNREADABLE)
                || entry.getMarksList().contains(EntryMark.ENTRY_MARK_VANISHED);
    }

    private void tell(String step) {
        var findings = work.findings();
        var plan = work.plan();
        work.context().progress(findings.bytes(), plan.bytes(), findings.files(), plan.files(), step);
    }
}
