package io.graphkeep.server.catalog.store;

/** What a session does. */
public enum SessionKind {
    WRITE,
    READ,
    COMPACT,
    PUSH
}
