package io.graphkeep.server.store.model;

import java.util.function.Consumer;

/** Where the steps that one can take from a state are put. */
interface Moves {
    /** A step that leads from the state to a copy of it that is changed so. */
    void step(String what, Consumer<State> change);
}
