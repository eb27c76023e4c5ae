package io.graphkeep.transfer.pull;

/**
 * How far a pull is.
 *
 * @param bytes of files that are here
 * @param totalBytes of all of them; 0 where paths were chosen, and it is not known
 * @param files that are here
 * @param totalFiles all of them; 0 where paths were chosen
 * @param resumptions how often the stream broke and was taken up again
 */
public record PullProgress(long bytes, long totalBytes, long files, long totalFiles, int resumptions) {}
