package io.graphkeep.server.security;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;

/** The audit of what was refused. */
public interface Denials {
    void outOfScope(Principal principal, String method, String peer, String graphId);

    void denied(Principal principal, String method, String peer, GraphkeepException failure);

    void unknown(Reason reason, String method, String peer);
}
