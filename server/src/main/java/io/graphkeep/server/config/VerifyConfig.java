package io.graphkeep.server.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the store is looked at for damage.
 *
 * @param workers threads of one verification
 * @param readRate bytes a second that all verifications together read; null for no limit
 * @param scrubInterval from one scrub to the next
 * @param scrubPeriod in which scrubs read everything once
 * @param scrubReadRate bytes a second that a scrub reads
 */
public record VerifyConfig(
        int workers, @Nullable Long readRate, Duration scrubInterval, Duration scrubPeriod, long scrubReadRate) {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    static final Key<Integer> VERIFY_WORKERS = Key.of(Group.WORK, "VERIFY_WORKERS", Types.integer(1, 64))
            .computed("one per processor", (surroundings, values) -> surroundings.processors())
            .means("Threads of a verification that read, decrypt and hash.");
    static final Key<Long> VERIFY_READ_RATE = Key.of(Group.WORK, "VERIFY_READ_RATE", Types.rate(64 << 10, 1L << 40))
            .unset("no limit")
            .means("How fast all verifications together read from the store, scrubs included.");
    static final Key<Duration> SCRUB_INTERVAL = Key.of(
                    Group.WORK, "SCRUB_INTERVAL", Types.duration(HOUR, Duration.ofDays(366)))
            .otherwise("24h")
            .means("How often the server looks for damage by itself. Each scrub reads the part of the store that was"
                    + " not read for longest.");
    static final Key<Duration> SCRUB_PERIOD = Key.of(
                    Group.WORK, "SCRUB_PERIOD", Types.duration(DAY, Duration.ofDays(3650)))
            .otherwise("30d")
            .means("In which time scrubs read all of the store once. Health tells when they fall behind.");
    static final Key<Long> SCRUB_READ_RATE = Key.of(Group.WORK, "SCRUB_READ_RATE", Types.rate(64 << 10, 1L << 40))
            .otherwise("32MiB")
            .means("How fast a scrub reads from the store.");

    static final List<Key<?>> KEYS =
            List.of(VERIFY_WORKERS, VERIFY_READ_RATE, SCRUB_INTERVAL, SCRUB_PERIOD, SCRUB_READ_RATE);

    static VerifyConfig from(Values values) {
        return new VerifyConfig(
                values.get(VERIFY_WORKERS),
                values.find(VERIFY_READ_RATE),
                values.get(SCRUB_INTERVAL),
                values.get(SCRUB_PERIOD),
                values.get(SCRUB_READ_RATE));
    }
}
