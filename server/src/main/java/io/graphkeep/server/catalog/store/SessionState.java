package io.graphkeep.server.catalog.store;

/** How far a session has come. Only an OPEN one may change anything, and none is ever opened again. */
public enum SessionState {
    OPEN,
    /** A writer's: what it staged counts. */
    COMMITTED,
    /** A reader's, or a compactor's. */
    CLOSED,
    /** What it wrote never counted and never will. */
    ABORTED
}
