package io.graphkeep.it;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A block of shell commands in a page, and what the page says that they answer: in it {@code …} stands for anything within a
 * line, and on a line of its own for any lines.
 *
 * @param answer empty where the page says nothing of it
 */
record Recipe(String commands, String answer) {
    private static final Pattern BLOCK =
            Pattern.compile("(?ms)^```sh\\n(?<commands>.*?)^```\\n(?:\\n^```\\n(?<answer>.*?)^```\\n)?");

    static List<Recipe> all(String page) {
        return BLOCK.matcher(page)
                .results()
                .map(found ->
                        new Recipe(found.group("commands"), found.group("answer") == null ? "" : found.group("answer")))
                .toList();
    }

    /** What the page says, where something else was answered; empty where it is so. */
    String difference(String answered) {
        if (answer.isEmpty()) {
            return answered.contains("ERROR:") ? "no error" : "";
        }
        var expected = answer.lines()
                .map(line -> line.strip().equals("…") ? "(?:.*\\n)*?" : line(line) + "\\n")
                .collect(Collectors.joining());
        var stripped = answered.lines().map(String::strip).collect(Collectors.joining("\n", "", "\n"));
        return stripped.matches(expected) ? "" : answer;
    }

    private static String line(String line) {
        return List.of(line.strip().split("…", -1)).stream().map(Pattern::quote).collect(Collectors.joining(".*"));
    }
}
