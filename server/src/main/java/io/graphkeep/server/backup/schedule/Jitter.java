package io.graphkeep.server.backup.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** By how much a run is delayed: as good as random among graphs and runs, and the same wherever it is asked about one. */
final class Jitter {
    private static final long MIX_1 = 0xbf58476d1ce4e5b9L;
    private static final long MIX_2 = 0x94d049bb133111ebL;

    private Jitter() {}

    /** Less than {@code most}, in whole milliseconds. */
    static Duration of(UUID graph, Instant run, Duration most) {
        var millis = most.toMillis();
        if (millis <= 0) {
            return Duration.ZERO;
        }
        var seed = mixed(
                mixed(mixed(graph.getMostSignificantBits()) + graph.getLeastSignificantBits()) + run.toEpochMilli());
        return Duration.ofMillis(Long.remainderUnsigned(seed, millis));
    }

    /** The finishing step of SplitMix64. */
    private static long mixed(long value) {
        var first = (value ^ (value >>> 30)) * MIX_1;
        var second = (first ^ (first >>> 27)) * MIX_2;
        return second ^ (second >>> 31);
    }
}
