package io.graphkeep.server.store;

import java.util.ArrayList;
import java.util.List;

/** What was found wrong with single objects, by name; a bounded number of them is kept, and all are counted. */
public final class Findings {
    private static final int KEPT = 1_000;

    private final List<String> kept = new ArrayList<>();
    private long count;

    /** Keeps a sentence that names the object. */
    public void add(String sentence) {
        count++;
        if (kept.size() < KEPT) {
            kept.add(sentence);
        }
    }

    public List<String> kept() {
        return List.copyOf(kept);
    }

    public long count() {
        return count;
    }
}
