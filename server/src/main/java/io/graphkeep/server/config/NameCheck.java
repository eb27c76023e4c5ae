package io.graphkeep.server.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reports {@code GRAPHKEEP_} names that mean nothing: a misspelt key would otherwise be a default that nobody chose.
 *
 * <p>What Kubernetes sets for services whose names begin with {@code graphkeep} is not the operator's doing, and passes.
 */
final class NameCheck {
    private static final Set<String> KNOWN = Keys.names().collect(Collectors.toUnmodifiableSet());
    private static final Pattern SERVICE_LINK = Pattern.compile("GRAPHKEEP_(?:[A-Z0-9_]+_)?"
            + "(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]+)?|PORT_\\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)");
    private static final Pattern SERVICE_PORT = Pattern.compile("GRAPHKEEP_(?:[A-Z0-9_]+_)?PORT");
    private static final Pattern SERVICE_URL = Pattern.compile("(?:tcp|udp|sctp)://.*");

    private NameCheck() {}

    static void check(List<Given> given, Findings findings) {
        given.stream().filter(NameCheck::isUnknown).forEach(one -> report(one, findings));
    }

    static boolean isUnknown(Given given) {
        var name = given.name();
        if (!name.startsWith(Key.PREFIX)
                || KNOWN.contains(name)
                || SERVICE_LINK.matcher(name).matches()) {
            return false;
        }
        return !(SERVICE_PORT.matcher(name).matches()
                && SERVICE_URL.matcher(given.text()).matches());
    }

    private static void report(Given given, Findings findings) {
        var place = given.source() == Source.FILE ? " (at " + given.place() + ")" : "";
        findings.problem(given.name(), "is not a key of Graphkeep" + place + "." + suggestion(given.name()));
    }

    private static String suggestion(String unknown) {
        var stem = unknown.substring(Key.PREFIX.length());
        var renamed = FIRST_VERSION.get(stem);
        return renamed == null ? Nearest.suggestion(unknown, KNOWN.stream()) : " Did you mean " + renamed + "?";
    }

    /** The first version's names without their prefix: what someone types who knows them and the new prefix. */
    private static final Map<String, String> FIRST_VERSION = firstVersion();

    private static Map<String, String> firstVersion() {
        var names = new HashMap<String, String>();
        for (var key : Keys.ALL) {
            var alias = key.alias();
            if (alias != null) {
                names.put(alias.name().replaceFirst("^LIGHTRAG_", ""), key.name());
            }
        }
        return Map.copyOf(names);
    }
}
