package io.graphkeep.server.store;

import java.io.IOException;

/** Asked before segments are stored that are not there: what stood around them before may have some of their chunks. */
@FunctionalInterface
public interface Neighbours {
    /** Nothing stood there. */
    Neighbours NONE = () -> {};

    /** Reads the lists of those segments through the session, which so learns where their chunks lie. */
    void learn() throws IOException;
}
