package io.graphkeep.net;

import java.time.Duration;

/**
 * What a network does to every byte: the time that it takes each way, and how many go each way in a second, all connections
 * together.
 */
public record Link(Duration delay, long bytesPerSecond) {
    private static final long UNLIMITED = Long.MAX_VALUE;

    /** What is under way on a link without a limit: enough for a second of loopback at 20 ms. */
    private static final long WITHOUT_LIMIT = 16 << 20;

    /** A line takes this much beside what is under way, so that it never runs empty. */
    private static final long SLACK = 64 << 10;

    /** A link that does nothing to what it carries. */
    public static Link perfect() {
        return new Link(Duration.ZERO, UNLIMITED);
    }

    /** A link with this delay each way, and as many megabits a second each way. */
    public static Link of(Duration delay, int megabits) {
        return new Link(delay, megabits * 125_000L);
    }

    public static Link delayed(Duration delay) {
        return new Link(delay, UNLIMITED);
    }

    boolean isLimited() {
        return bytesPerSecond != UNLIMITED;
    }

    /** Bytes that one way of one connection holds at most: what is under way at full speed. */
    long capacity() {
        return SLACK + (isLimited() ? (long) (bytesPerSecond * (delay.toNanos() / 1e9)) : WITHOUT_LIMIT);
    }
}
