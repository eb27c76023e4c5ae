package io.graphkeep.server.backup;

import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.transfer.TreePath;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Files that are not chosen, but whose further names are: their content is written under a hidden name, and takes the place
 * of the first chosen name.
 *
 * <p>All of them are remembered, so that a choice of paths with more of them than {@value #MOST_BYTES} bytes hold is refused,
 * before anything is written.
 */
final class UnchosenTargets {
    /** Of the names of some 100,000 such files, however long each of them is. */
    static final int MOST_BYTES = 32 << 20;

    // What one takes beside its names.
    private static final int EACH = 200;

    private final int mostBytes;
    private final Map<TreePath, Name> hidden = new HashMap<>();
    private final Map<TreePath, TreePath> moved = new HashMap<>();
    private long bytes;

    UnchosenTargets(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** A hard link is chosen, and the file that it names is not. */
    void add(TreePath link, TreePath target) {
        if (hidden.containsKey(target)) {
            return;
        }
        bytes += EACH + target.toBytes().length + link.toBytes().length;
        if (bytes > mostBytes) {
            throw GraphkeepException.invalid(
                    "paths",
                    "more than " + hidden.size() + " of the files that they cover are further names of files that they"
                            + " do not cover, which is more than can be remembered; nothing was"
                            + " written. Choose those files too, such as by a directory that"
                            + " holds all of them, or restore the whole snapshot");
        }
        hidden.put(target, Name.of(SourceWalk.OWN_PREFIX + "linked-" + hidden.size()));
    }

    boolean has(TreePath target) {
        return hidden.containsKey(target);
    }

    Name name(TreePath target) {
        var name = hidden.get(target);
        if (name == null) {
            throw new IllegalArgumentException("No link to " + target + " is chosen");
        }
        return name;
    }

    /** Moves the content to the first of its chosen names; false where it has been moved, or was chosen itself. */
    boolean moveTo(TreePath target, TreePath link, Directory top, Directory parent, Name name) throws IOException {
        var from = hidden.get(target);
        if (from == null || moved.containsKey(target)) {
            return false;
        }
        top.rename(from, parent, name);
        moved.put(target, link);
        return true;
    }

    /** The name that has the content now. */
    TreePath standIn(TreePath target) {
        return moved.getOrDefault(target, target);
    }

    /** Leaves nothing under a hidden name, whatever the tree has said. */
    void removeLeft(Directory top) throws IOException {
        for (var name : hidden.entrySet()) {
            if (!moved.containsKey(name.getKey()) && top.has(name.getValue())) {
                top.removeFile(name.getValue());
            }
        }
    }
}
