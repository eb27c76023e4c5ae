package io.graphkeep.transfer.push;

/** A server breaks the contract: nothing more can be said to it. */
public final class UnsoundServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsoundServerException(String what) {
        super(what);
    }

    UnsoundServerException(String what, Throwable cause) {
        super(what, cause);
    }
}
