package io.graphkeep.server.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of the machine captures and restores may take.
 *
 * @param captureMemory bytes of each capture for what was read and is not stored yet
 * @param captureReadRate bytes a second that all captures together read from sources; null for no limit
 * @param downloadMemory bytes that all downloads together may have read and not sent yet
 * @param pushMemory bytes that all snapshots which clients send may take together before they are stored
 * @param pushKeep how long a push waits for a client that was lost
 * @param restoreKeep how long a restore keeps the content that it replaced, where nothing releases it sooner
 */
public record WorkConfig(
        int captureWorkers,
        int captureMemory,
        @Nullable Long captureReadRate,
        int restoreWorkers,
        Duration restoreKeep,
        long downloadMemory,
        long pushMemory,
        Duration pushKeep) {

    static final Key<Integer> CAPTURE_WORKERS = Key.of(Group.WORK, "CAPTURE_WORKERS", Types.integer(1, 64))
            .computed("one per processor", (surroundings, values) -> surroundings.processors())
            .means("Threads of a capture that hash, compress, encrypt and write.");
    static final Key<Long> CAPTURE_MEMORY = Key.of(Group.WORK, "CAPTURE_MEMORY", Types.size(8 << 20, 1L << 30))
            .otherwise("32MiB")
            .means("What each capture may have read and not stored yet; it needs about one and a half times as much"
                    + " memory.");
    static final Key<Long> CAPTURE_READ_RATE = Key.of(Group.WORK, "CAPTURE_READ_RATE", Types.rate(64 << 10, 1L << 40))
            .unset("no limit")
            .means("How fast all captures together read from their sources.");
    static final Key<Integer> RESTORE_WORKERS = Key.of(Group.WORK, "RESTORE_WORKERS", Types.integer(1, 64))
            .computed("one per processor", (surroundings, values) -> surroundings.processors())
            .means("Threads of all restores together that read, decrypt, check and write.");
    static final Key<Duration> RESTORE_KEEP = Key.of(
                    Group.WORK, "RESTORE_KEEP", Types.duration(Duration.ZERO, Duration.ofDays(3650)))
            .otherwise("7d")
            .means("How long a restore keeps the content that it replaced (`.before-…` beside it), unless it is"
                    + " released sooner. `0s` removes it at once.");

    static final Key<Long> DOWNLOAD_MEMORY = Key.of(Group.WORK, "DOWNLOAD_MEMORY", Types.size(8 << 20, 4L << 30))
            .otherwise("96MiB")
            .means("What all downloads together may have read and not sent yet. One takes 3 to 16 MiB, the less the"
                    + " more of them run; one for which nothing is left waits, and is refused after half a minute.");

    static final Key<Long> PUSH_MEMORY = Key.of(Group.WORK, "PUSH_MEMORY", Types.size(16 << 20, 16L << 30))
            .otherwise("128MiB")
            .means("What all snapshots that clients send may take together before they are stored; the more there are"
                    + " at once, the smaller the parts in which each is stored. It bounds their number too: one that"
                    + " 2.5 MiB of it are not left for is refused. Frames under way come on top.");
    static final Key<Duration> PUSH_KEEP = Key.of(
                    Group.WORK, "PUSH_KEEP", Types.duration(Duration.ofMinutes(1), Duration.ofDays(7)))
            .otherwise("10m")
            .means("How long a push waits for its client to come back after the connection was lost. Meanwhile cleanups"
                    + " remove nothing that is newer than it.");

    static final List<Key<?>> KEYS = List.of(
            CAPTURE_WORKERS,
            CAPTURE_MEMORY,
            CAPTURE_READ_RATE,
            RESTORE_WORKERS,
            RESTORE_KEEP,
            DOWNLOAD_MEMORY,
            PUSH_MEMORY,
            PUSH_KEEP);

    static WorkConfig from(Values values) {
        return new WorkConfig(
                values.get(CAPTURE_WORKERS),
                Math.toIntExact(values.get(CAPTURE_MEMORY)),
                values.find(CAPTURE_READ_RATE),
                values.get(RESTORE_WORKERS),
                values.get(RESTORE_KEEP),
                values.get(DOWNLOAD_MEMORY),
                values.get(PUSH_MEMORY),
                values.get(PUSH_KEEP));
    }
}
