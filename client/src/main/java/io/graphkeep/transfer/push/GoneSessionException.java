package io.graphkeep.transfer.push;

/** The server does not have the session any more that a stream was to go on with. */
public final class GoneSessionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RuntimeException failure;

    /**
     * One that is gone.
     *
     * @param failure what is to be thrown where nobody begins anew
     */
    public GoneSessionException(RuntimeException failure) {
        super(failure.getMessage(), failure);
        this.failure = failure;
    }

    RuntimeException failure() {
        return failure;
    }
}
