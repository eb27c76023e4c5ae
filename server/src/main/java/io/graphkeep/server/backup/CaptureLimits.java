package io.graphkeep.server.backup;

import io.graphkeep.server.backup.reading.ReadRate;

/**
 * How much of the machine captures may take.
 *
 * @param threads of each capture that read and hash
 * @param memoryBytes of each capture for what was read and is not stored yet
 * @param rate at which all captures together read
 */
public record CaptureLimits(int threads, int memoryBytes, ReadRate rate) {
    private static final int MEMORY_BYTES = 32 << 20;

    /** The same where one capture also keeps to a rate of its own. */
    CaptureLimits with(ReadRate own) {
        return new CaptureLimits(threads, memoryBytes, own.and(rate));
    }

    /** Limits with the memory that a server gives a capture where it was told nothing. */
    CaptureLimits(int threads, ReadRate rate) {
        this(threads, MEMORY_BYTES, rate);
    }
}
