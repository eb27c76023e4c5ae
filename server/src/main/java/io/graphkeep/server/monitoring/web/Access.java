package io.graphkeep.server.monitoring.web;

/** Judges the bearer token of a request to the HTTP port. */
@FunctionalInterface
public interface Access {
    /** What a token is good for here. */
    enum Answer {
        /** It may see figures and reasons. */
        GRANTED,
        /** It is valid, and of a role or scope that may not. */
        DENIED,
        /** It is not valid. */
        UNKNOWN
    }

    Answer judge(String token);
}
