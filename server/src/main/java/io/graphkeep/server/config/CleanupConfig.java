package io.graphkeep.server.config;

import java.time.Duration;
import java.util.List;

/**
 * When the server removes what no rule keeps, and how much at once.
 *
 * @param interval from one cleanup to the next
 * @param percent of the snapshots, and of the store's bytes, that one may remove
 * @param floorBytes that one may remove whatever their share
 */
public record CleanupConfig(Duration interval, int percent, long floorBytes) {

    static final Key<Duration> CLEANUP_INTERVAL = Key.of(
                    Group.RETENTION, "CLEANUP_INTERVAL", Types.duration(Duration.ofMinutes(1), Duration.ofDays(366)))
            .otherwise("24h")
            .means("How often the server removes the snapshots that no rule keeps, and what no snapshot needs.");
    static final Key<Integer> CLEANUP_PERCENT = Key.of(Group.RETENTION, "CLEANUP_PERCENT", Types.integer(1, 100))
            .otherwise("25")
            .means("How much of the snapshots, and of the store's bytes, one cleanup may remove. One that would remove"
                    + " more stops before it begins; `graphkeep cleanup --allow-share` lets one through.");
    static final Key<Long> CLEANUP_FLOOR = Key.of(Group.RETENTION, "CLEANUP_FLOOR", Types.size(0, 1L << 50))
            .otherwise("1GiB")
            .means("Bytes that one cleanup may remove whatever their share of the store is. Ten snapshots may always"
                    + " go.");

    static final List<Key<?>> KEYS = List.of(CLEANUP_INTERVAL, CLEANUP_PERCENT, CLEANUP_FLOOR);

    static CleanupConfig from(Values values) {
        return new CleanupConfig(values.get(CLEANUP_INTERVAL), values.get(CLEANUP_PERCENT), values.get(CLEANUP_FLOOR));
    }
}
