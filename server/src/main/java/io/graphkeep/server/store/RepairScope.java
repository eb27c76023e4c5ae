package io.graphkeep.server.store;

import java.util.Collection;
import java.util.UUID;

/**
 * Which damaged segments a repair looks at in one go: those that some snapshots need, in the order of their numbers.
 *
 * @param after the number after which they begin
 * @param upTo the number with which they end
 * @param most how many at most
 */
public record RepairScope(Collection<UUID> snapshots, long after, long upTo, int most) {
    /** So many segments are looked at in one go: some 30 MB of names of chunks. */
    private static final int MOST = 4_096;

    /** The first of all that these snapshots need. */
    public static RepairScope of(Collection<UUID> snapshots) {
        return of(snapshots, MOST);
    }

    /** The first of all, with fewer in one go. */
    public static RepairScope of(Collection<UUID> snapshots, int most) {
        return new RepairScope(snapshots, 0, Long.MAX_VALUE, most);
    }

    /** The same segments, and none that come after them. */
    RepairScope endingWith(long last) {
        return new RepairScope(snapshots, after, last, most);
    }

    /** Those that come after. */
    RepairScope after(long last) {
        return new RepairScope(snapshots, last, Long.MAX_VALUE, most);
    }
}
