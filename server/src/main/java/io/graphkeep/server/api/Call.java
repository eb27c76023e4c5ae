package io.graphkeep.server.api;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Denials;
import io.graphkeep.server.security.Principal;
import io.graphkeep.server.security.Role;
import java.util.Locale;

/**
 * One call as a service sees it: who makes it, and what may be asked about that.
 *
 * <p>Made when the caller is known and allowed to call the method at all. The checks here are the finer ones, and what
 * they refuse is audited.
 */
public final class Call {
    private final String id;
    private final String method;
    private final String peer;
    private final Principal principal;
    private final Denials denials;

    Call(String id, String method, String peer, Principal principal, Denials denials) {
        this.id = id;
        this.method = method;
        this.peer = peer;
        this.principal = principal;
        this.denials = denials;
    }

    /** What the log calls this call. */
    public String id() {
        return id;
    }

    /** The method's full name, {@code graphkeep.v1.BackupService/GetGraph}. */
    public String method() {
        return method;
    }

    /** The address that it came from. */
    public String peer() {
        return peer;
    }

    public Principal principal() {
        return principal;
    }

    /** The name that stands in events and in {@code created_by}. */
    public String actor() {
        return principal.name();
    }

    public boolean sees(String graphId) {
        return principal.sees(graphId);
    }

    /** Refuses a graph that is out of scope exactly as one that is not there. To be called before it is looked up. */
    public void requireGraph(String graphId) {
        if (!principal.sees(graphId)) {
            denials.outOfScope(principal, method, peer, graphId);
            throw graphNotFound(graphId);
        }
    }

    /** What a caller learns of a graph that is not there, or is not in its scope. */
    public static GraphkeepException graphNotFound(String graphId) {
        return new GraphkeepException(Reason.GRAPH_NOT_FOUND, "There is no graph " + graphId + ".")
                .with("graph_id", graphId);
    }

    /** Refuses to make a graph out of scope: there is nothing to hide yet. */
    public void requireScopeFor(String graphId) {
        if (!principal.sees(graphId)) {
            throw new GraphkeepException(
                            Reason.PERMISSION_DENIED, "The graph id " + graphId + " is not in this token's scope.")
                    .with("graph_id", graphId);
        }
    }

    /** Refuses what concerns all graphs to a token that sees some; {@code what} completes "Only a token for all graphs may …". */
    public void requireAllGraphs(String what) {
        if (!principal.scopes().isAll()) {
            throw new GraphkeepException(Reason.PERMISSION_DENIED, "Only a token for all graphs may " + what + ".");
        }
    }

    /** Refuses what only this role may ask for; {@code what} completes "Only an admin may …". */
    public void requireRole(Role role, String what) {
        if (!principal.mayUse(role)) {
            var name = role.name().toLowerCase(Locale.ROOT);
            var article = name.matches("[aeiou].*") ? "an " : "a ";
            throw new GraphkeepException(Reason.PERMISSION_DENIED, "Only " + article + name + " may " + what + ".")
                    .with("required_role", name);
        }
    }
}
