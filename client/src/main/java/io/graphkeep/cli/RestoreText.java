package io.graphkeep.cli;

import io.graphkeep.v1.RestoreResult;
import io.graphkeep.v1.SwapKind;
import java.util.ArrayList;
import java.util.List;

/** What a restore did, as a person reads it. */
final class RestoreText {
    private RestoreText() {}

    /** How much was restored: {@code 16 files, 3.2 MiB}. */
    static String extent(RestoreResult result) {
        return Human.count(result.getFiles(), "file", "files") + ", " + Human.bytes(result.getBytes());
    }

    /** What of the result differs from what the source had: a sentence for each. */
    static List<String> differences(RestoreResult result) {
        var sentences = new ArrayList<String>();
        if (result.getOwnersSkipped() > 0) {
            sentences.add("The owners of " + Human.count(result.getOwnersSkipped(), "path", "paths")
                    + " could not be set: the server lacks the permission.");
        }
        if (result.getSpecialModesStripped() > 0) {
            sentences.add(Human.count(result.getSpecialModesStripped(), "file", "files")
                    + " came back without the setuid or setgid bit, which is never restored.");
        }
        if (result.getExtendedAttributesSkipped() > 0) {
            sentences.add(Human.count(
                            result.getExtendedAttributesSkipped(), "extended attribute was", "extended attributes were")
                    + " not taken by the destination.");
        }
        if (result.getDamagedFiles() > 0) {
            sentences.add(Human.count(result.getDamagedFiles(), "file was", "files were")
                    + " left out, because stored data is damaged.");
        }
        if (result.getSwap() == SwapKind.SWAP_KIND_JOURNALLED) {
            sentences.add("New content took its place entry by entry, not all at once: "
                    + "a program that looked meanwhile may have seen old beside new.");
        }
        return sentences;
    }

    /** What became, or would become, of what the snapshot does not have. */
    static List<String> extras(RestoreResult result) {
        var sentences = new ArrayList<String>();
        if (result.getExtrasRemoved() > 0) {
            sentences.add(extras(result.getExtrasRemoved(), result) + " taken away, and kept aside.");
        }
        if (result.getExtrasKept() > 0) {
            sentences.add(extras(result.getExtrasKept(), result) + " kept.");
        }
        return sentences;
    }

    private static String extras(long count, RestoreResult result) {
        var were = count == 1 ? "was" : "were";
        return Human.count(count, "path", "paths") + " that the snapshot does not have "
                + (result.getDryRun() ? "would be" : were);
    }
}
