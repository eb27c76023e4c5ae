package io.graphkeep.server.catalog;

import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The source of every id that the server makes: UUIDs of version 7, in the order of their making.
 *
 * <p>Within one process ids never go backwards, even when the clock does: the last time used is kept and a counter fills
 * the bits below the millisecond.
 */
public final class Ids {
    private static final int COUNTER_BITS = 12;

    private final Clock clock;
    private final RandomGenerator random;
    private long last;

    public Ids(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** A new id, greater than every one before it. */
    public UUID next() {
        var stamp = stamp();
        var high = (stamp >>> COUNTER_BITS) << 16 | 0x7000 | (stamp & 0xFFF);
        var low = 0x8000_0000_0000_0000L | (random.nextLong() >>> 2);
        return new UUID(high, low);
    }

    /** Random bytes for secrets and names that must not be guessed. */
    public byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private synchronized long stamp() {
        last = Math.max(last + 1, clock.millis() << COUNTER_BITS);
        return last;
    }
}
