package io.graphkeep.server;

import java.util.List;

/** Takes flags that a command has of its own out of its arguments; the rest is the server's configuration. */
final class CommandFlags {
    private CommandFlags() {}

    /** Takes a flag and its value out of the arguments; empty where it is not there. */
    static String take(String flag, List<String> arguments) {
        for (var i = 0; i < arguments.size(); i++) {
            var argument = arguments.get(i);
            if (argument.startsWith(flag + "=")) {
                arguments.remove(i);
                return argument.substring(flag.length() + 1);
            }
            if (argument.equals(flag) && i + 1 < arguments.size()) {
                arguments.remove(i);
                return arguments.remove(i);
            }
        }
        return "";
    }
}
