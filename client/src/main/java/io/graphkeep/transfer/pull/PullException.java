package io.graphkeep.transfer.pull;

import java.io.IOException;

/** A pull that cannot go on: what the server sent is not acceptable, or what is here is in the way. */
public final class PullException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What stands in the way. */
    public enum Kind {
        /** The server sent what the contract forbids. */
        PROTOCOL_VIOLATION,
        /** Bytes do not have the digest that was sent with them. */
        DIGEST_MISMATCH,
        /** Something is there already. */
        DESTINATION_NOT_EMPTY,
        /** What was asked for is not a regular file. */
        NOT_A_FILE,
        /** The destination cannot be written. */
        DESTINATION_UNUSABLE
    }

    PullException(Kind kind, String sentence) {
        super(sentence);
        this.kind = kind;
    }

    PullException(Kind kind, String sentence, Throwable cause) {
        super(sentence, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    static PullException violation(String sentence) {
        return new PullException(Kind.PROTOCOL_VIOLATION, "The server sent what it must not: " + sentence + ".");
    }

    static PullException violation(String sentence, Throwable cause) {
        return new PullException(Kind.PROTOCOL_VIOLATION, "The server sent what it must not: " + sentence + ".", cause);
    }
}
