package io.graphkeep.server.config;

/** A text that is not a value of its type; the message adds to what the type allows, or is empty. */
final class BadValueException extends Exception {
    private static final long serialVersionUID = 1L;

    BadValueException() {
        this("");
    }

    BadValueException(String hint) {
        super(hint, null, false, false);
    }

    String hint() {
        return String.valueOf(getMessage());
    }
}
