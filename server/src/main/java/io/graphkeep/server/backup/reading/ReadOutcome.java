package io.graphkeep.server.backup.reading;

/**
 * What came of reading a file.
 *
 * @param size how many bytes of it were read
 * @param detail what was wrong, for people; empty where it is whole
 */
public record ReadOutcome(long size, State state, String detail) {
    /** How much of the file what was read is. */
    public enum State {
        /** All of it, as it was when it was opened. */
        WHOLE,
        /** It changed under the read. */
        TORN,
        /** The rest could not be read. */
        UNREADABLE
    }
}
