package io.graphkeep.server.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the arguments of {@code graphkeep server}, each under the name of the key that it sets: {@code --grpc-port 0} and
 * {@code --grpc-port=0}; a key that is true or false may stand alone.
 *
 * <p>Secrets have no flag: the arguments of a process can be read by every user of the machine.
 */
final class Flags {
    private static final Set<String> TRUTHS = Set.of("true", "false", "1", "0", "yes", "no", "on", "off");
    private static final Map<String, Key<?>> KEYS = Keys.ALL.stream().collect(Collectors.toMap(Key::flag, key -> key));
    private static final Map<String, String> NAMES = names();

    private final Map<String, Given> given = new HashMap<>();
    private final List<String> arguments;
    private final Findings findings;
    private boolean demo;
    private int at;

    private Flags(List<String> arguments, Findings findings) {
        this.arguments = arguments;
        this.findings = findings;
    }

    static Flags parse(List<String> arguments, Findings findings) {
        var flags = new Flags(arguments, findings);
        while (flags.at < arguments.size()) {
            flags.readOne();
        }
        return flags;
    }

    Map<String, Given> given() {
        return given;
    }

    boolean demo() {
        return demo;
    }

    private void readOne() {
        var argument = arguments.get(at);
        at++;
        var equals = argument.indexOf('=');
        var flag = equals < 0 ? argument : argument.substring(0, equals);
        if (argument.equals("--demo")) {
            demo = true;
        } else if (!flag.startsWith("--")) {
            // Not shown: it may be a secret that lost its flag.
            findings.problem("an argument", "is no flag; flags look like --grpc-port 50051.");
        } else {
            take(flag, equals < 0 ? following(flag) : argument.substring(equals + 1));
        }
    }

    /** The value behind a flag, or null where there is none. */
    private @Nullable String following(String flag) {
        var next = at < arguments.size() ? arguments.get(at) : "--";
        var key = KEYS.get(flag);
        if (key != null && key.isBoolean() && !TRUTHS.contains(next.toLowerCase(Locale.ROOT))) {
            return "true";
        }
        if (next.startsWith("--")) {
            return null;
        }
        at++;
        return next;
    }

    private void take(String flag, @Nullable String text) {
        var name = NAMES.get(flag);
        var key = KEYS.get(flag);
        if (name == null) {
            findings.problem(
                    flag, "is not a flag of this command." + Nearest.suggestion(flag, NAMES.keySet().stream()));
        } else if (key != null && key.isSecret()) {
            findings.problem(
                    flag,
                    "is a secret, and every user of this machine can read the arguments of a process: put it into a"
                            + " file and name that with " + key.fileFlag() + ", or set " + key.name() + ".");
        } else if (text == null) {
            findings.problem(flag, "takes a value: " + flag + " VALUE.");
        } else if (given.put(name, new Given(name, text, Source.FLAG, flag)) != null) {
            findings.problem(flag, "is given twice.");
        }
    }

    private static Map<String, String> names() {
        var names = new HashMap<String, String>();
        for (var key : Keys.ALL) {
            names.put(key.flag(), key.name());
            if (key.fromFile()) {
                names.put(key.fileFlag(), key.fileName());
            }
        }
        return Map.copyOf(names);
    }
}
