package io.graphkeep.server.backup.receive;

import io.graphkeep.format.v1.Manifest;
import io.graphkeep.format.v1.ManifestConsistency;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.v1.Consistency;
import io.graphkeep.v1.FileCounts;
import java.util.Map;

/**
 * A snapshot that was received as a whole and is in the store, to be committed.
 *
 * @param manifest complete
 * @param labels those that it is to have
 */
record Received(Manifest manifest, FileCounts counts, Map<String, String> labels, String description) {
    private static final Map<Consistency, ManifestConsistency> CONSISTENCIES = Map.of(
            Consistency.CONSISTENCY_UNSPECIFIED, ManifestConsistency.MANIFEST_CONSISTENCY_FUZZY,
            Consistency.CONSISTENCY_FUZZY, ManifestConsistency.MANIFEST_CONSISTENCY_FUZZY,
            Consistency.CONSISTENCY_QUIESCED, ManifestConsistency.MANIFEST_CONSISTENCY_QUIESCED,
            Consistency.CONSISTENCY_STOPPED, ManifestConsistency.MANIFEST_CONSISTENCY_STOPPED);

    /** With the counts that the manifest itself tells. */
    static Received of(Manifest manifest, Map<String, String> labels, String description) {
        var counts = FileCounts.newBuilder()
                .setFiles(manifest.getFileCount() + manifest.getHardLinkCount())
                .setDirectories(manifest.getDirectoryCount())
                .setSymlinks(manifest.getSymlinkCount())
                .setUnreadable(manifest.getUnreadableCount())
                .setChanged(manifest.getTornCount());
        return new Received(manifest, counts.build(), labels, description);
    }

    /** How still the graph was, as its sender says; FUZZY where it says nothing. */
    static ManifestConsistency consistency(String field, Consistency told) {
        var known = CONSISTENCIES.get(told);
        if (known == null) {
            throw GraphkeepException.invalid(field, "it is STOPPED, QUIESCED or FUZZY");
        }
        return known;
    }

    boolean isPartial() {
        return manifest.getUnreadableCount() > 0;
    }
}
