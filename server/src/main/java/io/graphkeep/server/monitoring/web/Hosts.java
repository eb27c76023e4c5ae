package io.graphkeep.server.monitoring.web;

import java.net.InetAddress;
import java.net.URI;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The names by which the HTTP port may be called.
 *
 * <p>A page that somebody's browser shows can have its own name point here, and would then be of this origin. It cannot do so with
 * an address in figures, which therefore always may stand there; every other name must be known.
 */
public record Hosts(Set<String> names) {

    /** These names, and {@code localhost}. */
    public static Hosts of(Collection<String> names) {
        var known = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        known.add("localhost");
        return new Hosts(Set.copyOf(known));
    }

    /** Whether a request with this header may be answered; HTTP/1.1 demands one. */
    boolean allow(@Nullable String header) {
        var host = header == null ? null : host(header);
        return host != null && (names.contains(host) || isAddress(host));
    }

    private static @Nullable String host(String header) {
        try {
            var host = URI.create("http://" + header.strip()).getHost();
            if (host == null) {
                return null;
            }
            var name = host.toLowerCase(Locale.ROOT);
            return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        } catch (IllegalArgumentException nonsense) {
            return null;
        }
    }

    private static boolean isAddress(String host) {
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }
}
