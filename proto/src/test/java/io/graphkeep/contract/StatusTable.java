package io.graphkeep.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What works and what is planned, RPC by RPC: the file {@code proto/status.txt}. */
record StatusTable(Map<String, String> statuses) {
    static StatusTable read() {
        var statuses = new LinkedHashMap<String, String>();
        for (var line : Contract.lines("proto/status.txt")) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            var words = line.split(" +", -1);
            if (words.length != 2 || statuses.put(words[0], words[1]) != null) {
                throw new IllegalArgumentException("Not one RPC and its status, or twice: " + line);
            }
        }
        return new StatusTable(statuses);
    }

    List<String> working() {
        return statuses.entrySet().stream()
                .filter(entry -> entry.getValue().equals("works"))
                .map(Map.Entry::getKey)
                .toList();
    }
}
