package io.graphkeep.server.store;

import java.util.SortedMap;
import java.util.TreeMap;

/** How often what has happened in histories, so that nobody takes for tried what never came about. */
final class Tally {
    private final SortedMap<String, Long> counts = new TreeMap<>();

    void add(String what) {
        add(what, 1);
    }

    void add(String what, long times) {
        counts.merge(what, times, Long::sum);
    }

    long of(String what) {
        return counts.getOrDefault(what, 0L);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
