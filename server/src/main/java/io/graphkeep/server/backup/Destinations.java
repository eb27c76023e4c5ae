package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.restore.RestoreMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.PathPolicy;
import io.graphkeep.server.security.Principal;
import io.graphkeep.v1.RestoreSnapshotRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;

/** The directories that restores write to: looked at before one is put into the queue, and given to one restore at a time. */
final class Destinations {
    private final PathPolicy paths;
    private final Nodes nodes;

    Destinations(PathPolicy paths, Nodes nodes) {
        this.paths = paths;
        this.nodes = nodes;
    }

    /** Where this request points to; refused where its caller may not point, and where nothing can be written. */
    ChosenPlace resolve(RestoreSnapshotRequest request, GraphRow graph, Principal caller) {
        return request.hasInPlace() ? source(request, graph) : named(request, graph, caller);
    }

    /** Refuses a restore in place of what has no place, or one that no server can reach now. */
    void requireReachable(Transaction transaction, RestoreSnapshotRequest request, GraphRow graph) {
        if (request.hasInPlace()) {
            var _ = RunningRestores.named(request, graph);
            nodes.requireUp(transaction, Objects.requireNonNull(graph.sourceNode()));
        }
    }

    /** Refuses a directory that another restore writes to or a capture reads, that lies in such a one, or holds one. */
    void requireFree(Transaction transaction, ChosenPlace destination) {
        transaction.mapper(RestoreMapper.class).lockStarts();
        var path = Path.of(destination.path());
        RunningRestores.refuseOverlap(transaction, null, destination.node(), path);
        RunningCaptures.refuseOf(transaction, RunningCaptures.sources(transaction, destination.node(), path), null);
    }

    private ChosenPlace source(RestoreSnapshotRequest request, GraphRow graph) {
        var path = RunningRestores.named(request, graph);
        var node = Objects.requireNonNull(graph.sourceNode());
        if (nodes.isSelf(node)) {
            requireWritable(paths.destination(path, Principal.server()));
        }
        return new ChosenPlace(path, node, true, true);
    }

    private ChosenPlace named(RestoreSnapshotRequest request, GraphRow graph, Principal caller) {
        var asked = request.getToDirectory();
        var node = asked.getNode();
        if (node.isEmpty()) {
            node = Objects.requireNonNullElse(graph.sourceNode(), nodes.self());
        }
        nodes.requireSelf(node);
        var text = PathText.parseToString(asked.getPath());
        if (text == null) {
            throw GraphkeepException.invalid(
                    "to_directory.path", "a percent sign begins %XX, and the path must be UTF-8");
        }
        var path = paths.destination(text, caller);
        requireWritable(path);
        requireEmpty(path, asked.getOverwrite());
        return new ChosenPlace(path.toString(), node, false, asked.getOverwrite());
    }

    private static void requireWritable(Path path) {
        var parent = path.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw unusable(path, "lies in a directory that does not exist");
        }
        if (!Files.isWritable(isMountPoint(path) ? path : parent)) {
            throw unusable(path, "is not, or lies in a directory that is not, the server's to write");
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw unusable(path, "is there and is no directory");
        }
    }

    private static boolean isMountPoint(Path path) {
        try {
            return Destination.wayTo(path, false) == Destination.Way.INSIDE;
        } catch (IOException e) {
            throw new GraphkeepException(
                    Reason.DESTINATION_UNUSABLE, "The destination " + path + " cannot be looked at.", e);
        }
    }

    private static void requireEmpty(Path path, boolean overwrite) {
        if (overwrite || !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var entries = Files.newDirectoryStream(path)) {
            if (entries.iterator().hasNext()) {
                throw new GraphkeepException(
                        Reason.DESTINATION_NOT_EMPTY, "The destination " + path + " is not empty.");
            }
        } catch (IOException e) {
            throw new GraphkeepException(
                    Reason.DESTINATION_UNUSABLE, "The destination " + path + " cannot be listed by the server.", e);
        }
    }

    private static GraphkeepException unusable(Path path, String why) {
        return new GraphkeepException(Reason.DESTINATION_UNUSABLE, "The destination " + path + " " + why + ".");
    }
}
