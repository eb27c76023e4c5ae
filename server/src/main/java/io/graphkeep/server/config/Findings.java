package io.graphkeep.server.config;

import java.util.ArrayList;
import java.util.List;

/** What reading the configuration has brought to light: what stops the start, and what the operator should know. */
final class Findings {
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    void problem(String key, String sentence) {
        problems.add(new Problem(key, sentence));
    }

    void warning(String sentence) {
        warnings.add(sentence);
    }

    List<Problem> problems() {
        return problems;
    }

    List<String> warnings() {
        return warnings;
    }
}
