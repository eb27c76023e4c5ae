package io.graphkeep.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was asked for on the command line: {@code --name value} pairs, and flags without a value. */
public final class Options {
    private final Map<String, String> values = new TreeMap<>();

    /**
     * Reads them.
     *
     * @param known all names that there are
     */
    public Options(String[] arguments, List<String> known) {
        for (var at = 0; at < arguments.length; at++) {
            var name = arguments[at];
            if (!known.contains(name)) {
                throw new IllegalArgumentException("There is no option " + name + "; there are " + known + ".");
            }
            var hasValue = at + 1 < arguments.length && !arguments[at + 1].startsWith("--");
            values.put(name, hasValue ? arguments[++at] : "");
        }
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    public int number(String name, int otherwise) {
        return Integer.parseInt(text(name, String.valueOf(otherwise)));
    }
}
