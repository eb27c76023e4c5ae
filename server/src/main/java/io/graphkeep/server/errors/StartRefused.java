package io.graphkeep.server.errors;

/**
 * Why the server does not start: one sentence that says what stands in the way and what to do about it.
 *
 * <p>Thrown while the server is put together, and printed by its main method without a stack trace.
 */
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartRefused(String sentence) {
        super(sentence);
    }

    public StartRefused(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
