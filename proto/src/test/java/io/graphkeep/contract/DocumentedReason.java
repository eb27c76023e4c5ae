package io.graphkeep.contract;

import java.util.regex.Pattern;

/** A reason as its comment has it: meaning, then code, then what to do. */
record DocumentedReason(String name, String meaning, String code, String advice) {
    private static final Pattern COMMENT =
            Pattern.compile("(?<meaning>[A-Z].*\\.) Code: (?<code>[A-Z_]+)\\. Do: (?<advice>.*)");

    static DocumentedReason parse(String value, String comment) {
        var lines = comment.replaceAll("\\s+", " ").strip();
        var match = COMMENT.matcher(lines);
        if (!match.matches()) {
            throw new IllegalArgumentException(value + " is not commented as a reason: " + lines);
        }
        var name = value.substring("REASON_".length());
        return new DocumentedReason(name, match.group("meaning"), match.group("code"), match.group("advice"));
    }

    /** The line of the table in docs/api.md. */
    String tableLine() {
        return "| `" + name + "` | `" + code + "` | " + meaning + " | " + advice + " |";
    }
}
