package io.graphkeep.server.catalog.schedule;

/** What a schedule of a graph starts. */
public enum Purpose {
    /** A snapshot of its source. */
    CAPTURE,
    /** A verification of its newest snapshot. */
    VERIFY
}
