package io.graphkeep.server.config;

import java.time.Duration;
import java.util.List;

/**
 * When the server removes what no rule keeps, and how much at once.
 *
 * @param interval from one cleanup to the next
 * @param percent of the snapshots, and of the store's bytes, that one may remove
 * @param floorBytes that one may remove whatever their share
 * @param deadPercent of a pack from which on it is rewritten
 * @param spread packs over which a segment may be spread before it is gathered
 */
public record CleanupConfig(Duration interval, int percent, long floorBytes, int deadPercent, int spread) {

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

    static final Key<Integer> COMPACT_DEAD_PERCENT = Key.of(
                    Group.RETENTION, "COMPACT_DEAD_PERCENT", Types.integer(10, 100))
            .otherwise("50")
            .means("How much of a pack must be dead before a cleanup rewrites what lives in it.");
    static final Key<Integer> COMPACT_SPREAD = Key.of(Group.RETENTION, "COMPACT_SPREAD", Types.integer(8, 256))
            .otherwise("24")
            .means("Over how many packs a segment may be spread before a cleanup gathers it, so that restores stay"
                    + " fast.");

    static final List<Key<?>> KEYS =
            List.of(CLEANUP_INTERVAL, CLEANUP_PERCENT, CLEANUP_FLOOR, COMPACT_DEAD_PERCENT, COMPACT_SPREAD);

    static CleanupConfig from(Values values) {
        return new CleanupConfig(
                values.get(CLEANUP_INTERVAL),
                values.get(CLEANUP_PERCENT),
                values.get(CLEANUP_FLOOR),
                values.get(COMPACT_DEAD_PERCENT),
                values.get(COMPACT_SPREAD));
    }
}
