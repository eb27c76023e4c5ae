package io.graphkeep.transfer;

import java.io.IOException;

/** Stored or received bytes break the format: they are damaged or hostile, and nothing made from them may be used. */
public final class FormatException extends IOException {
    private static final long serialVersionUID = 1L;

    public FormatException(String message) {
        super(message);
    }

    public FormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
