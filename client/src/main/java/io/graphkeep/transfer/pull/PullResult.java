package io.graphkeep.transfer.pull;

import io.graphkeep.v1.Snapshot;
import java.util.List;

/**
 * What a pull brought.
 *
 * @param snapshot the one that was pulled
 * @param files names of regular files, each of a file's hard links counted
 * @param bytes of content that are there
 * @param receivedBytes of content that were sent, more than {@code bytes} where something was sent again
 * @param resumptions how often the stream broke and was taken up again
 * @param damagedFiles files that were left out because their data is damaged
 * @param notApplied what of the files' attributes could not be set here, the first of it
 * @param notAppliedTotal how much that is in all
 */
public record PullResult(
        Snapshot snapshot,
        long files,
        long directories,
        long symlinks,
        long bytes,
        long receivedBytes,
        int resumptions,
        long damagedFiles,
        List<NotApplied> notApplied,
        long notAppliedTotal) {

    /**
     * Something that a file had and does not have here.
     *
     * @param path below the directory, escaped as files are listed
     * @param what such as {@code owner}, or the name of an extended attribute
     */
    public record NotApplied(String path, String what) {}
}
