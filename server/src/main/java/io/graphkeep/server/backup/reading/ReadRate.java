package io.graphkeep.server.backup.reading;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How fast all who share it together may read, such as all captures from their sources.
 *
 * <p>Who has read pays afterwards, by waiting until what was read before is paid for too. A wait is broken off by whatever
 * the caller's look throws.
 */
public final class ReadRate {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

    private final @Nullable Long bytesPerSecond;
    private final @Nullable ReadRate beside;
    private long paidUntil = System.nanoTime();

    /** Null for no limit. */
    public ReadRate(@Nullable Long bytesPerSecond) {
        this(bytesPerSecond, null);
    }

    private ReadRate(@Nullable Long bytesPerSecond, @Nullable ReadRate beside) {
        this.bytesPerSecond = bytesPerSecond;
        this.beside = beside;
    }

    /** This limit and another one, each of which is kept to. */
    public ReadRate and(ReadRate other) {
        return bytesPerSecond == null ? other : new ReadRate(bytesPerSecond, other);
    }

    /** A limit of so many bytes; 0 for none. */
    public static ReadRate of(long bytesPerSecond) {
        return new ReadRate(bytesPerSecond == 0 ? null : bytesPerSecond);
    }

    /** Waits for as long as these bytes are worth. */
    public void pay(int bytes, Runnable look) {
        if (beside != null) {
            beside.pay(bytes, look);
        }
        var limit = bytesPerSecond;
        if (limit == null) {
            return;
        }
        var until = book(bytes * NANOS_PER_SECOND / limit);
        for (var left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            look.run();
            LockSupport.parkNanos(Math.min(left, LOOK_NANOS));
        }
    }

    /** Captures in a row, each after the one before; what was not used in the past is not saved up. */
    private synchronized long book(long nanos) {
        var now = System.nanoTime();
        var from = paidUntil - now > 0 ? paidUntil : now;
        paidUntil = from + nanos;
        return paidUntil;
    }
}
