package io.graphkeep.net;

/**
 * When bytes leave that go one way of a link, one after the other. Late by less than the burst, it catches up; so what was
 * idle does not count, and what the machine was slow at does.
 */
final class Pace {
    private static final long BURST_NANOS = 5_000_000;

    private final Link link;
    private long free;

    Pace(Link link) {
        this.link = link;
        this.free = System.nanoTime();
    }

    /** The time, as {@link System#nanoTime} has it, at which the last of so many bytes has left. */
    synchronized long departure(int bytes) {
        var now = System.nanoTime();
        if (!link.isLimited()) {
            return now;
        }
        free = Math.max(free, now - BURST_NANOS) + (long) (bytes * 1e9 / link.bytesPerSecond());
        return free;
    }
}
