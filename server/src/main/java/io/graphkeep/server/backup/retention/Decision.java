package io.graphkeep.server.backup.retention;

import io.graphkeep.v1.RetentionRule;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What retention has decided of one snapshot.
 *
 * @param keptBy every rule that keeps it; empty where it may go
 */
public record Decision(Candidate candidate, Set<RetentionRule> keptBy) {
    private static final String PREFIX = "RETENTION_RULE_";

    public Decision {
        keptBy = Collections.unmodifiableSet(
                keptBy.isEmpty() ? EnumSet.noneOf(RetentionRule.class) : EnumSet.copyOf(keptBy));
    }

    public boolean removes() {
        return keptBy.isEmpty();
    }

    /** The decision as a sentence. */
    public String explanation() {
        if (removes()) {
            return "No rule keeps it.";
        }
        return keptBy.stream().map(Decision::words).collect(Collectors.joining(", ", "Kept by: ", "."));
    }

    private static String words(RetentionRule rule) {
        return rule.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
