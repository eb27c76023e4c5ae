package io.graphkeep.server.store.model;

/** Someone who takes part, and all that they may do next. What takes several steps may be interrupted between them. */
interface Actor {
    void moves(State state, Moves moves);
}
