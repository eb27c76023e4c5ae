package io.graphkeep.server.backup.download;

import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.ReadSession;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.transfer.TreeReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which names of a snapshot a download brings, and under which of them the content of a file comes.
 *
 * <p>A file that is not chosen, though a further name of it is, comes under the first such name, where its own would have come.
 */
public final class Selection {
    /** Of the names of some 100,000 such files, however long each of them is. */
    private static final int MOST_BYTES = 32 << 20;

    // What one takes beside its names.
    private static final int EACH = 200;

    private final Predicate<TreePath> covers;
    /** The first chosen name of each file that is not chosen itself. */
    private final Map<TreePath, TreePath> standIns = new HashMap<>();

    private long bytes;

    private Selection(Predicate<TreePath> covers) {
        this.covers = covers;
    }

    /** All of them. */
    public static Selection all() {
        return new Selection(path -> true);
    }

    /** Reads the tree through; FILE_NOT_IN_SNAPSHOT where a path that was named matches nothing. */
    public static Selection read(
            ReadSession session, Set<TreePath> named, Predicate<TreePath> covers, Runnable betweenEntries)
            throws IOException {
        var selection = new Selection(covers);
        var missing = new HashSet<>(named);
        var tree = new TreeReader(session.tree());
        for (var item = tree.next(); item != null; item = tree.next()) {
            if (!item.hasEntry()) {
                continue;
            }
            betweenEntries.run();
            var path = TreePath.parse(item.getEntry().getPath());
            missing.remove(path);
            if (item.getEntry().getKind() == EntryKind.ENTRY_KIND_HARD_LINK && covers.test(path)) {
                selection.link(path, TreePath.parse(item.getEntry().getLinkTarget()));
            }
        }
        if (!missing.isEmpty()) {
            throw notThere(missing.stream().min(TreePath::compareTo).orElseThrow(), missing.size());
        }
        return selection;
    }

    boolean covers(TreePath path) {
        return covers.test(path);
    }

    /** The name under which a file's content comes; null where it does not come. */
    @Nullable
    TreePath nameOf(TreePath file) {
        return covers.test(file) ? file : standIns.get(file);
    }

    /** Where in the tree that stands which comes under a name. */
    TreePath placeOf(TreePath name) {
        return standIns.entrySet().stream()
                .filter(each -> each.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(name);
    }

    static GraphkeepException notThere(TreePath path, int count) {
        return new GraphkeepException(
                        Reason.FILE_NOT_IN_SNAPSHOT,
                        "The snapshot has no " + path.text() + "."
                                + (count == 1 ? "" : " It lacks " + count + " of the paths."))
                .with("path", path.text());
    }

    private void link(TreePath link, TreePath target) {
        if (covers.test(target) || standIns.containsKey(target)) {
            return;
        }
        bytes += EACH + target.toBytes().length + link.toBytes().length;
        if (bytes > MOST_BYTES) {
            throw GraphkeepException.invalid(
                    "paths",
                    "more than " + standIns.size()
                            + " of the files that they cover are further names of files that they"
                            + " do not cover, which is more than can be remembered. Choose those files too, such as"
                            + " by a directory that holds all of them, or download the whole snapshot");
        }
        standIns.put(target, link);
    }
}
