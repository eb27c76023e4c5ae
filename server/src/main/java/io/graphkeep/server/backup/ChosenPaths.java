package io.graphkeep.server.backup;

import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.TreePath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which paths of a snapshot a restore brings, each with all below it; all of them where none is chosen. */
final class ChosenPaths {
    private final Set<TreePath> chosen = new HashSet<>();
    private final Set<TreePath> above = new HashSet<>();

    private ChosenPaths() {}

    /** The paths as a request has them, escaped; they have been checked. */
    static ChosenPaths of(List<String> texts) throws FormatException {
        var result = new ChosenPaths();
        for (var text : texts) {
            var raw = PathText.parse(text);
            if (raw == null) {
                throw new FormatException("No path can be spelled " + text);
            }
            result.add(TreePath.parse(raw));
        }
        return result;
    }

    boolean isAll() {
        return chosen.isEmpty();
    }

    /** The paths that were named. */
    Set<TreePath> named() {
        return Set.copyOf(chosen);
    }

    /** Whether it is to be restored. */
    boolean covers(TreePath path) {
        if (isAll()) {
            return true;
        }
        for (var at = path; !at.isRoot(); at = at.parent()) {
            if (chosen.contains(at)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is a directory on the way to what is to be restored. */
    boolean leadsTo(TreePath path) {
        return above.contains(path);
    }

    private void add(TreePath path) {
        chosen.add(path);
        for (var at = path; !at.isRoot(); at = at.parent()) {
            above.add(at.parent());
        }
    }
}
