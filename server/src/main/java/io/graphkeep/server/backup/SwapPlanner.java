package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.server.backup.files.SystemCallException;
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

    SwapPlanner(Path path, Directory there, Directory fresh) {
        this.path = path;
        this.there = there;
        this.fresh = fresh;
    }

    SwapJournal plan(SwapOrder order) throws IOException {
        var steps = new ArrayList<SwapJournal.Step>();
        if (!order.chosen().isAll()) {
            for (var place : places(order.chosen())) {
                var inode = inode(place);
                if (inode != 0) {
                    steps.add(new SwapJournal.Step(place, inode));
                }
            }
            return new SwapJournal(steps, Entry.getDefaultInstance(), order.skipOwners());
        }
        for (var name : fresh.names()) {
            requireSameMount(TreePath.ROOT.resolve(name.bytes()), there, name);
            steps.add(new SwapJournal.Step(
                    TreePath.ROOT.resolve(name.bytes()), fresh.stat(name).inode()));
        }
        if (order.deleteExtras()) {
            steps.addAll(extras());
        }
        return new SwapJournal(steps, order.root(), order.skipOwners());
    }

    /** What is there and not in the new content, but for what restores keep, and what is mounted there. */
    private List<SwapJournal.Step> extras() throws IOException {
        var steps = new ArrayList<SwapJournal.Step>();
        for (var name : there.names()) {
            var isOurs = name.toString().startsWith(SourceWalk.OWN_PREFIX);
            if (!isOurs
                    && !fresh.has(name)
                    && there.stat(name).mount() == there.stat().mount()) {
                steps.add(new SwapJournal.Step(TreePath.ROOT.resolve(name.bytes()), 0));
            }
        }
        return steps;
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
