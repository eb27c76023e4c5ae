package io.graphkeep.server.monitoring.events;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Tells up to which number the log is settled: every event of up to there can be seen, or will never be.
 *
 * <p>Numbers are given out in order and committed in any; one of a transaction that was rolled back is never filled. Every writer
 * takes a lock before its number and holds it until it has ended. So once none is left of those who held it when a number was
 * seen, a look that begins then sees all that there will ever be below that number. Not thread-safe.
 */
final class Settling {
    /** A gap below {@code top}, and who might still fill it. */
    private record Gap(long top, Set<String> writers) {}

    private long settled;
    private @Nullable Gap gap;

    /** Nothing is known of what lies above {@code settled}. */
    Settling(long settled) {
        this.settled = settled;
    }

    /** Whether there is a gap, so that one has to ask who writes before one looks. */
    boolean isWaiting() {
        return gap != null;
    }

    /** Who writes now, as seen before the next look began. */
    void writersBefore(Collection<String> now) {
        var open = gap;
        if (open != null && Collections.disjoint(open.writers(), now)) {
            settled = Math.max(settled, open.top());
            gap = null;
        }
    }

    /** Takes in the numbers that a look has seen above the settled one, in order; returns up to where the log is settled now. */
    long seen(List<Long> numbers) {
        var allSettled = settled;
        var next = LongStream.iterate(allSettled + 1, number -> number + 1).iterator();
        for (var number : numbers) {
            if (number <= allSettled) {
                continue;
            }
            if (number != next.nextLong()) {
                break;
            }
            settled = number;
        }
        return settled;
    }

    /** Whether numbers up to this were seen, and are not settled, and no gap is waited for yet. */
    boolean mustWaitFor(long newest) {
        return newest > settled && gap == null;
    }

    /** Waits for these writers, who may hold numbers of up to {@code newest}: asked for after it was seen. */
    void waitFor(long newest, Collection<String> writers) {
        gap = new Gap(newest, Set.copyOf(writers));
    }
}
