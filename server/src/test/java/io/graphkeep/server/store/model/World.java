package io.graphkeep.server.store.model;

import java.util.EnumSet;
import java.util.Set;

/**
 * Who takes part, and which rules they follow.
 *
 * @param writers one or two
 * @param reader whether the old snapshot is restored
 * @param compactor whether a pack is rewritten
 * @param collections how often a collector marks
 */
record World(Set<Rule> rules, int writers, boolean reader, boolean compactor, int collections) {

    static World of(int writers, boolean reader, boolean compactor, int collections) {
        return new World(EnumSet.allOf(Rule.class), writers, reader, compactor, collections);
    }

    World without(Rule rule) {
        var fewer = EnumSet.copyOf(rules);
        fewer.remove(rule);
        return new World(fewer, writers, reader, compactor, collections);
    }

    boolean has(Rule rule) {
        return rules.contains(rule);
    }
}
