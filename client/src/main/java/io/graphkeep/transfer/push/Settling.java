package io.graphkeep.transfer.push;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Says when a directory that changes is to be pushed again: when it has been still for a while after a change, and at the latest
 * when it has been changing for a longer while.
 *
 * <p>It is told what a directory looks like, again and again; a push is of the state that was seen before it began, so that a
 * change during the push leads to another one.
 */
public final class Settling {
    private final Duration still;
    private final Duration atMost;
    private DirectoryState pushed;
    private DirectoryState last;
    private @Nullable Instant changing;
    private @Nullable Instant changed;

    /**
     * Begins to watch.
     *
     * @param pushed how it looked before the last push of it began
     */
    public Settling(DirectoryState pushed, Duration still, Duration atMost) {
        this.pushed = pushed;
        this.last = pushed;
        this.still = still;
        this.atMost = atMost;
    }

    /** Whether it is time for a push; if so, it counts as pushed as it looks now. */
    public boolean isDue(DirectoryState seen, Instant at) {
        if (!seen.equals(last)) {
            last = seen;
            changed = at;
        }
        if (seen.equals(pushed)) {
            changing = null;
            return false;
        }
        if (changing == null) {
            changing = at;
        }
        var isStill = changed == null || !changed.plus(still).isAfter(at);
        if (!isStill && changing.plus(atMost).isAfter(at)) {
            return false;
        }
        pushed = seen;
        changing = null;
        return true;
    }
}
