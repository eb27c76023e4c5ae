package io.graphkeep.server.catalog;

/** How much an event matters to the people who watch. */
public enum Severity {
    INFO,
    NOTICE,
    WARNING,
    ERROR,
    CRITICAL
}
