package io.graphkeep.it;

import java.util.concurrent.atomic.AtomicLongArray;

/** Milliseconds, counted each. */
final class Latencies {
    private final AtomicLongArray counts = new AtomicLongArray(60_000);

    void add(long millis) {
        counts.incrementAndGet(Math.clamp(millis, 0, counts.length() - 1));
    }

    /** The smallest time within which so many of a hundred were. */
    double percentile(int percent) {
        var all = 0L;
        for (var millis = 0; millis < counts.length(); millis++) {
            all += counts.get(millis);
        }
        var left = all * percent / 100;
        for (var millis = 0; millis < counts.length(); millis++) {
            left -= counts.get(millis);
            if (left < 0) {
                return millis;
            }
        }
        return 0;
    }
}
