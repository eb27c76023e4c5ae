package io.graphkeep.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The reasons that a comment lists under a heading, one a line, each with when it comes. */
final class ErrorList {
    private static final Pattern ITEM = Pattern.compile("- (?<reason>[A-Z_]+): \\S.*");

    private ErrorList() {}

    /** The reasons under the heading, which must end the comment; none where the heading is missing. */
    static List<String> under(String heading, String comment) {
        var reasons = new ArrayList<String>();
        boolean inside = false;
        for (var line : comment.lines().map(String::strip).toList()) {
            if (line.equals(heading)) {
                inside = true;
                continue;
            }
            var item = ITEM.matcher(line);
            if (inside && item.matches()) {
                reasons.add(item.group("reason"));
            } else if (inside && line.startsWith("-")) {
                throw new IllegalArgumentException("Not of the form \"- REASON: when\": " + line);
            }
        }
        return reasons;
    }
}
