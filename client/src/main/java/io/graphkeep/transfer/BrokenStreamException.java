package io.graphkeep.transfer;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A stream broke for a reason that may pass: another one may go on where it ended. */
public final class BrokenStreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RuntimeException failure;
    private final @Nullable Duration retryAfter;

    /**
     * One that broke.
     *
     * @param failure what is to be thrown where nobody tries again
     * @param retryAfter how long to wait at least; null where nobody said
     */
    public BrokenStreamException(RuntimeException failure, @Nullable Duration retryAfter) {
        super(failure.getMessage(), failure);
        this.failure = failure;
        this.retryAfter = retryAfter;
    }

    public RuntimeException failure() {
        return failure;
    }

    @Nullable
    public Duration retryAfter() {
        return retryAfter;
    }
}
