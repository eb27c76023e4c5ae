package io.graphkeep.server.backup;

import io.graphkeep.server.errors.GraphkeepException;
import org.jspecify.annotations.Nullable;

/** What went wrong with some of many things that are done one by one: none keeps the others from it, and all are told as one. */
final class Failures {
    private final String what;
    private @Nullable GraphkeepException first;
    private int count;

    Failures(String what) {
        this.what = what;
    }

    void collect(Runnable one) {
        try {
            one.run();
        } catch (GraphkeepException e) {
            count++;
            first = first == null ? e : first;
        }
    }

    /** Throws where there was any: the first one's reason, and how many there were. */
    void throwAny() {
        var cause = first;
        if (cause != null) {
            throw new GraphkeepException(cause.reason(), what + " (" + count + " times). " + cause.sentence(), cause);
        }
    }
}
