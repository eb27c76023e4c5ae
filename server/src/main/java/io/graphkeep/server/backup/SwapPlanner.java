package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.server.backup.files.SystemCallException;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.transfer.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which entries change places: those at the top where all was restored, else the chosen paths, or the first
 * directory on the way to one that is not there.
 */
final class SwapPlanner {
    private final Path path;
    private final Directory there;
    private final Directory fresh;
    private final int mostBytes;

    /**
     * Plans a swap in the open directories.
     *
     * @param mostBytes of the journal: a plan that does not fit is an error, before anything is changed
     */
    SwapPlanner(Path path, Directory there, Directory fresh, int mostBytes) {
        this.path = path;
        this.there = there;
        this.fresh = fresh;
        this.mostBytes = mostBytes;
    }

    /** The steps so far, which fit into a journal. */
    private final class Steps {
        private final List<SwapJournal.Step> list = new ArrayList<>();
        private long bytes;

        Steps(Entry root) {
            this.bytes = SwapJournal.headBytes(root);
        }

        void add(TreePath place, long inode) {
            var step = new SwapJournal.Step(place, inode);
            bytes += step.bytes();
            if (bytes > mostBytes) {
                throw tooLong(path, mostBytes);
            }
            list.add(step);
        }
    }

    static GraphkeepException tooLong(Path path, int mostBytes) {
        return Destination.unusable(
                path,
                "cannot be restored into: its entries change places one by one, and their names, of what is there and"
                        + " what is restored, come to more than the " + mostBytes
                        + " bytes that can be written down for that. Nothing was changed. Restore into a directory that"
                        + " is not a mount point",
                null);
    }

    SwapJournal plan(SwapOrder order) throws IOException {
        if (!order.chosen().isAll()) {
            var steps = new Steps(Entry.getDefaultInstance());
            for (var place : places(order.chosen())) {
                var inode = inode(place);
                if (inode != 0) {
                    steps.add(place, inode);
                }
            }
            return new SwapJournal(steps.list, Entry.getDefaultInstance(), order.skipOwners());
        }
        var steps = new Steps(order.root());
        for (var name : fresh.names()) {
            requireSameMount(TreePath.ROOT.resolve(name.bytes()), there, name);
            steps.add(TreePath.ROOT.resolve(name.bytes()), fresh.stat(name).inode());
        }
        if (order.deleteExtras()) {
            addExtras(steps);
        }
        return new SwapJournal(steps.list, order.root(), order.skipOwners());
    }

    /** What is there and not in the new content, but for what restores keep, and what is mounted there. */
    private void addExtras(Steps steps) throws IOException {
        for (var name : there.names()) {
            var isOurs = name.toString().startsWith(SourceWalk.OWN_PREFIX);
            if (!isOurs
                    && !fresh.has(name)
                    && there.stat(name).mount() == there.stat().mount()) {
                steps.add(TreePath.ROOT.resolve(name.bytes()), 0);
            }
        }
    }

    private Iterable<TreePath> places(ChosenPaths chosen) throws IOException {
        var places = new TreeSet<TreePath>();
        for (var named : chosen.named()) {
            places.add(place(named));
        }
        // One that lies in another comes with it.
        var tops = new ArrayList<TreePath>();
        for (var place : places) {
            if (tops.isEmpty() || !tops.getLast().holds(place)) {
                tops.add(place);
            }
        }
        return tops;
    }

    private TreePath place(TreePath wanted) throws IOException {
        var components = new ArrayList<TreePath>();
        for (var at = wanted; !at.isRoot(); at = at.parent()) {
            components.addFirst(at);
        }
        var directory = there.again();
        try {
            for (var at : components) {
                var name = DirectoryStack.name(at);
                requireSameMount(at, directory, name);
                if (at.equals(wanted) || kind(directory, name) != FileStat.Kind.DIRECTORY) {
                    return at;
                }
                try (var parent = directory) {
                    directory = parent.directory(name);
                }
            }
            return wanted;
        } finally {
            directory.close();
        }
    }

    private void requireSameMount(TreePath at, Directory directory, Name name) throws IOException {
        var stat = stat(directory, name);
        if (stat != null && stat.mount() != there.stat().mount()) {
            throw Destination.unusable(
                    path, "has another file system mounted on " + at.text() + ", which cannot be replaced", null);
        }
    }

    /** The inode of new content; 0 where there is none, as of a file that is left out. */
    private long inode(TreePath place) throws IOException {
        try (var parent = DirectoryStack.open(fresh, place.parent())) {
            var stat = stat(parent == null ? fresh : parent, DirectoryStack.name(place));
            return stat == null ? 0 : stat.inode();
        } catch (SystemCallException e) {
            if (e.isNotFound()) {
                return 0;
            }
            throw e;
        }
    }

    private static FileStat.@Nullable Kind kind(Directory directory, Name name) throws IOException {
        var stat = stat(directory, name);
        return stat == null ? null : stat.kind();
    }

    static @Nullable FileStat stat(Directory directory, Name name) throws IOException {
        try {
            return directory.stat(name);
        } catch (SystemCallException e) {
            if (e.isNotFound()) {
                return null;
            }
            throw e;
        }
    }
}
