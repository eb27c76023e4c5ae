package io.graphkeep.server.backup.retention;

import io.graphkeep.v1.RetentionRule;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The rules that keep each snapshot, while they are gathered. */
final class KeptBy {
    private final Map<UUID, Set<RetentionRule>> rules = new HashMap<>();

    void add(RetentionRule rule, Candidate snapshot) {
        rules.computeIfAbsent(snapshot.id(), id -> EnumSet.noneOf(RetentionRule.class))
                .add(rule);
    }

    void where(RetentionRule rule, List<Candidate> snapshots) {
        snapshots.forEach(snapshot -> add(rule, snapshot));
    }

    Set<RetentionRule> of(Candidate snapshot) {
        return rules.getOrDefault(snapshot.id(), Set.of());
    }
}
