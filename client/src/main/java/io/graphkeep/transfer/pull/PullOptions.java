package io.graphkeep.transfer.pull;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * How a pull is to be made.
 *
 * @param paths only these, each with all below it, escaped as files are listed; none for all
 * @param allowDamaged whether files of a CORRUPT snapshot whose data is damaged are left out, and not an error
 * @param includePartial whether the latest snapshot may be a PARTIAL one
 * @param resume whether what an earlier pull of the same left is gone on with
 * @param progress is told how far it is, a few times a second, by the thread that pulls
 * @param patience how long the server may be away, or send nothing new, before the pull is given up
 */
public record PullOptions(
        List<String> paths,
        boolean allowDamaged,
        boolean includePartial,
        boolean resume,
        Consumer<PullProgress> progress,
        Duration patience) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    public PullOptions {
        paths = List.copyOf(paths);
    }

    /** All of it, and nothing special. */
    public static PullOptions defaults() {
        return new PullOptions(List.of(), false, false, false, progress -> {}, PATIENCE);
    }

    /** Only these paths, each with all below it. */
    public PullOptions withPaths(List<String> chosen) {
        return new PullOptions(chosen, allowDamaged, includePartial, resume, progress, patience);
    }

    /** Without the files of a CORRUPT snapshot whose data is damaged. */
    public PullOptions withoutDamaged() {
        return new PullOptions(paths, true, includePartial, resume, progress, patience);
    }

    /** The latest snapshot may be a PARTIAL one. */
    public PullOptions withPartial() {
        return new PullOptions(paths, allowDamaged, true, resume, progress, patience);
    }

    /** Going on with what an earlier pull left. */
    public PullOptions resuming() {
        return new PullOptions(paths, allowDamaged, includePartial, true, progress, patience);
    }

    /** Telling how far it is. */
    public PullOptions telling(Consumer<PullProgress> listener) {
        return new PullOptions(paths, allowDamaged, includePartial, resume, listener, patience);
    }

    /** Giving up after so long without anything new. */
    public PullOptions within(Duration most) {
        return new PullOptions(paths, allowDamaged, includePartial, resume, progress, most);
    }
}
