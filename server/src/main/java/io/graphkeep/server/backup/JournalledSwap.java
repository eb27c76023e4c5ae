package io.graphkeep.server.backup;

import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.server.backup.files.SystemCallException;
import io.graphkeep.transfer.TreePath;
import java.io.IOException;

/**
 * Makes the steps of a journal, each from whatever state an interruption has left it in.
 *
 * <p>What lies among the new content is new where its inode is the one that the journal names. Between two steps every entry is wholly old or wholly
 * new; where the file system cannot exchange two names, one of them is missing for a moment.
 */
final class JournalledSwap {
    private final Directory there;
    private final Directory fresh;
    private final Directory old;
    private final SwapSteps faults;

    /**
     * A swap between open directories of one file system.
     *
     * @param old takes the old content, each entry at its path
     */
    JournalledSwap(Directory there, Directory fresh, Directory old, SwapSteps faults) {
        this.there = there;
        this.fresh = fresh;
        this.old = old;
        this.faults = faults;
    }

    /** On return all steps are made, and durable. */
    void run(SwapJournal journal) throws IOException {
        for (var step : journal.steps()) {
            if (step.inode() == 0) {
                leave(step.path());
            } else {
                replace(step.path(), step.inode());
            }
        }
        faults.before("attributes");
        if (journal.root().getKind() == EntryKind.ENTRY_KIND_DIRECTORY) {
            new Attributes(new RestoreFindings(), journal.skipOwners()).apply(journal.root(), there);
        }
        faults.before("sync");
        there.syncAll();
    }

    private void leave(TreePath path) throws IOException {
        var name = DirectoryStack.name(path);
        if (there.has(name) && !old.has(name)) {
            faults.before("leave " + path.text());
            there.rename(name, old, name);
        }
    }

    private void replace(TreePath path, long inode) throws IOException {
        var name = DirectoryStack.name(path);
        var parent = path.parent();
        try (var at = opened(there, parent);
                var from = opened(fresh, parent)) {
            var left = SwapPlanner.stat(from, name);
            if (left == null) {
                return; // Nobody but this step moves it: it was made, whatever became of the entry since.
            }
            if (left.inode() != inode) {
                // Exchanged, and interrupted before the old content had its place.
                setAside(path, from, name);
                return;
            }
            faults.before("replace " + path.text());
            if (!at.has(name)) {
                from.rename(name, at, name);
                return;
            }
            try {
                from.exchange(name, at, name);
            } catch (SystemCallException e) {
                if (!e.isUnsupported()) {
                    throw e;
                }
                setAside(path, at, name);
                faults.before("follow " + path.text());
                from.rename(name, at, name);
                return;
            }
            setAside(path, from, name);
        }
    }

    private void setAside(TreePath path, Directory from, Name name) throws IOException {
        faults.before("set aside " + path.text());
        try (var to = made(path.parent())) {
            from.rename(name, to, name);
        }
    }

    /** The directory of old content that is to hold an entry of the path. */
    private Directory made(TreePath path) throws IOException {
        if (path.isRoot()) {
            return old.again();
        }
        try (var parent = made(path.parent())) {
            var name = DirectoryStack.name(path);
            return parent.has(name) ? parent.directory(name) : parent.createDirectory(name);
        }
    }

    private static Directory opened(Directory top, TreePath path) throws IOException {
        var directory = DirectoryStack.open(top, path);
        return directory == null ? top.again() : directory;
    }
}
