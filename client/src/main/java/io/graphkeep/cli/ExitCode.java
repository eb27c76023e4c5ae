package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepException;

/** How a command ends, for scripts. The numbers are documented in {@code graphkeep --help} and never change their meaning. */
enum ExitCode {
    DONE(0, "done"),
    FAILED(1, "failed: the error says why"),
    USAGE(2, "wrong usage, or a request that is not valid"),
    UNREACHABLE(3, "no server there, or it is not ready: try again later"),
    NOT_ALLOWED(4, "the token is missing, expired, or not allowed to do this"),
    NOT_FOUND(5, "what was named is not there"),
    REFUSED(6, "the present state forbids it: the error says what to do first"),
    INCOMPLETE(7, "done, but something was left out: the answer says what"),
    UNHEALTHY(8, "the server answered, and something is not healthy"),
    INTERRUPTED(130, "interrupted; the operation goes on at the server");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    int number() {
        return number;
    }

    String meaning() {
        return meaning;
    }

    /** The gRPC code that says the same of a call, for errors that never were one. */
    String code() {
        return switch (this) {
            case DONE, INCOMPLETE, UNHEALTHY -> "OK";
            case FAILED -> "UNKNOWN";
            case USAGE -> "INVALID_ARGUMENT";
            case UNREACHABLE -> "UNAVAILABLE";
            case NOT_ALLOWED -> "PERMISSION_DENIED";
            case NOT_FOUND -> "NOT_FOUND";
            case REFUSED -> "FAILED_PRECONDITION";
            case INTERRUPTED -> "CANCELLED";
        };
    }

    static ExitCode of(GraphkeepException error) {
        return switch (error.code()) {
            case OK -> DONE;
            case INVALID_ARGUMENT, OUT_OF_RANGE -> USAGE;
            case UNAVAILABLE, DEADLINE_EXCEEDED -> UNREACHABLE;
            case UNAUTHENTICATED, PERMISSION_DENIED -> NOT_ALLOWED;
            case NOT_FOUND -> NOT_FOUND;
            case FAILED_PRECONDITION, ALREADY_EXISTS, ABORTED, RESOURCE_EXHAUSTED -> REFUSED;
            case CANCELLED, UNKNOWN, DATA_LOSS, INTERNAL, UNIMPLEMENTED -> FAILED;
        };
    }
}
