package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.store.CheckMapper;
import io.graphkeep.server.catalog.store.SegmentRow;
import io.graphkeep.server.catalog.store.ThinnedPackRow;
import java.io.IOException;
import java.util.List;

/**
 * Which packs are written anew: those that are mostly dead, and those with damage that hits nothing which lives.
 *
 * <p>Without the second, a block that was healed elsewhere would be found damaged by every verification, for as long as
 * something else in its pack lives.
 */
final class RewriteRule {
    private final Database database;
    private final PackReaders packs;
    private final CompactionLimits limits;

    RewriteRule(StoreParts parts, CompactionLimits limits) {
        this.database = parts.database();
        this.packs = parts.packs();
        this.limits = limits;
    }

    /**
     * What is to become of a pack.
     *
     * @param dead which share of its chunks no living segment names
     * @param isDue whether it is written anew
     * @param isWaiting whether it will be, once what is damaged of what lives in it was healed elsewhere
     */
    record Verdict(double dead, boolean isDue, boolean isWaiting) {}

    Verdict of(ThinnedPackRow pack, List<SegmentRow> living) throws IOException {
        var dead = LivingChunks.deadShare(pack, living, packs);
        if (dead >= limits.dead()) {
            return new Verdict(dead, true, false);
        }
        if (!database.read(tx -> tx.mapper(CheckMapper.class).hasDamage(pack.number()))) {
            return new Verdict(dead, false, false);
        }
        var isHit = living.stream().anyMatch(SegmentRow::damaged);
        return new Verdict(dead, !isHit, isHit);
    }
}
