package io.graphkeep.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What works and what is planned, call by call: the tables of {@code docs/status.md}. */
public record StatusTable(Map<String, String> statuses) {
    private static final Pattern LINE = Pattern.compile("\\| `(?<rpc>[^`]+)` \\| (?<status>\\w+) \\|");

    public static StatusTable read() {
        var statuses = new LinkedHashMap<String, String>();
        for (var line : Contract.lines("docs/status.md")) {
            var match = LINE.matcher(line);
            if (match.matches() && statuses.put(match.group("rpc"), match.group("status")) != null) {
                throw new IllegalArgumentException("Twice in the table: " + line);
            }
        }
        return new StatusTable(statuses);
    }

    public List<String> working() {
        return statuses.entrySet().stream()
                .filter(entry -> entry.getValue().equals("works"))
                .map(Map.Entry::getKey)
                .toList();
    }
}
