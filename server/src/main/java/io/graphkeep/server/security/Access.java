package io.graphkeep.server.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Who may call an RPC: anyone, or whoever's role includes one of these.
 *
 * <p>What more a call may take (its graph in scope, an admin for a forced deletion) is judged by the call itself.
 *
 * @param isOpen whether it answers without a token
 * @param roles the roles, of which one is enough; none means nobody, where it is not open
 */
public record Access(boolean isOpen, Set<Role> roles) {
    static final Access OPEN = new Access(true, Set.of());

    static Access of(Role... roles) {
        return new Access(false, new TreeSet<>(Arrays.asList(roles)));
    }

    public boolean allows(Principal principal) {
        return isOpen || roles.stream().anyMatch(principal::mayUse);
    }

    /** The roles as a reader of an error needs them: {@code operator or agent}. */
    public String inWords() {
        return roles.stream().map(role -> role.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(" or "));
    }
}
