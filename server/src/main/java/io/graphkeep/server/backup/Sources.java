package io.graphkeep.server.backup;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.PathPolicy;
import io.graphkeep.server.security.Principal;
import io.graphkeep.v1.DirectorySource;
import io.graphkeep.v1.GraphKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks at the directories that callers name as sources, with the eyes of this node. */
final class Sources {
    private final PathPolicy paths;
    private final Nodes nodes;

    Sources(PathPolicy paths, Nodes nodes) {
        this.paths = paths;
        this.nodes = nodes;
    }

    /** The directory that a caller names, resolved; it is there, may be read, and lies where this caller may point to. */
    Path named(String field, DirectorySource source, Principal caller) {
        if (!source.getNode().isEmpty()) {
            nodes.requireSelf(source.getNode());
        }
        var path = PathText.parseToString(source.getPath());
        if (path == null) {
            throw GraphkeepException.invalid(
                    field + ".directory.path", "a percent sign begins %XX, and the path must be UTF-8");
        }
        return readable(paths.source(path, caller));
    }

    /** The directory of a graph, once more before it is read; whoever asks, since it was named by one who might. */
    void stillThere(String path, String node) {
        if (nodes.isSelf(node)) {
            readable(paths.source(path, Principal.server()));
        }
    }

    GraphKind kind(Path directory) {
        try {
            return GraphKinds.look(directory);
        } catch (IOException e) {
            throw new GraphkeepException(
                    Reason.SOURCE_UNREADABLE, "The source " + directory + " cannot be listed by the server.", e);
        }
    }

    private static Path readable(Path directory) {
        if (!Files.isReadable(directory) || !Files.isExecutable(directory)) {
            throw new GraphkeepException(
                    Reason.SOURCE_UNREADABLE, "The server may not read the source " + directory + ".");
        }
        return directory;
    }
}
