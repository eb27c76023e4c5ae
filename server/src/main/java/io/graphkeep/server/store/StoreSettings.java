package io.graphkeep.server.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the store writes, and reads.
 *
 * @param compressionLevel of zstd
 * @param packBytes how large a pack grows, about
 * @param reserveBytes what stays free on the backend; null for the smaller of 2 GiB and 2 % of it
 * @param workers threads that compress and encrypt for all sessions together
 * @param readers threads that read, decrypt and hash for all sessions together
 * @param comparesBlocks whether a compressed block is decompressed and compared before it is trusted
 * @param lease how long a session lives that is not renewed
 * @param pushBytes what all sessions of pushes together hold in memory of what they have not put yet
 * @param pushLease how long the session of a push lives that is not renewed
 */
public record StoreSettings(
        int compressionLevel,
        int packBytes,
        @Nullable Long reserveBytes,
        int workers,
        int readers,
        boolean comparesBlocks,
        Duration lease,
        long pushBytes,
        Duration pushLease) {

    /** The settings of a store that was told nothing. */
    public static StoreSettings defaults() {
        var processors = Runtime.getRuntime().availableProcessors();
        return new StoreSettings(
                1,
                32 << 20,
                null,
                processors,
                processors,
                true,
                Duration.ofMinutes(1),
                128 << 20,
                Duration.ofMinutes(10));
    }
}
