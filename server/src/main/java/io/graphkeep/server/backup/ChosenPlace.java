package io.graphkeep.server.backup;

import io.graphkeep.v1.RestoreSnapshotRequest;

/**
 * Where a restore is to write.
 *
 * @param path the directory, resolved, as text that is no longer escaped
 * @param overwrite whether it may hold something
 */
public record ChosenPlace(String path, String node, boolean inPlace, boolean overwrite) {
    /** The request as an operation keeps it: with this place, its path resolved and no longer escaped. */
    RestoreSnapshotRequest.Builder in(RestoreSnapshotRequest request) {
        var result = request.toBuilder();
        if (!inPlace) {
            result.getToDirectoryBuilder().setPath(path).setNode(node);
        }
        return result;
    }
}
