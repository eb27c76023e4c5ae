package io.graphkeep.server.api;

import io.graphkeep.server.backup.PathText;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.TreePath;
import java.util.List;

/** What holds of paths of a snapshot wherever a request names them. */
final class PathChecks {
    private static final int MOST = 1_000;
    private static final String RULE = "a path below the graph's top, escaped as files are listed";

    private PathChecks() {}

    /** A choice of paths. */
    static void each(Validation checks, String field, List<String> paths) {
        checks.atMost(field, paths.size(), MOST);
        paths.forEach(path -> checks.check(field, isInTree(path), "each is " + RULE));
    }

    /** One path, or none. */
    static void optional(Validation checks, String field, String path) {
        checks.check(field, path.isEmpty() || isInTree(path), "it is " + RULE);
    }

    private static boolean isInTree(String text) {
        var raw = PathText.parse(text);
        try {
            return raw != null && !TreePath.parse(raw).isRoot();
        } catch (FormatException e) {
            return false;
        }
    }
}
