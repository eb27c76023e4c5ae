package io.graphkeep.server.backup;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.Manifest;
import io.graphkeep.server.backup.assembly.AssembledTree;

/**
 * A tree that is in the store, and what was counted on the way there.
 *
 * @param fingerprint what the walk saw, to be compared with another look
 */
record CapturedTree(AssembledTree tree, CaptureCounts counts, ByteString fingerprint) {

    /** The part of the manifest that tells of the tree. */
    Manifest.Builder manifest() {
        return tree.manifest();
    }
}
