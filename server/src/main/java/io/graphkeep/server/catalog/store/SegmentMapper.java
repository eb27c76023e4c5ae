package io.graphkeep.server.catalog.store;

import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;

/** The statements on segments. */
public interface SegmentMapper {
    /** Stages segments of an OPEN session, each id once, and returns their numbers in no particular order; else none. */
    List<Long> stage(@Param("session") UUID session, @Param("rows") NewSegments rows);

    /** Those with one of the ids that are undamaged and that count, or that the session itself has staged. */
    List<SegmentRow> findUsable(@Param("ids") byte[][] ids, @Param("session") UUID session);

    /** All with one of the ids that count, damaged ones too. */
    List<SegmentRow> findCommitted(byte[][] ids);

    /** Makes LIVE again those that were condemned. */
    int revive(long[] numbers);

    /** Locks segments, so that none of them is dropped before the transaction ends, and returns the numbers of those there. */
    List<Long> lockShared(long[] numbers);

    /** The numbers of the packs that these segments' locators name, each once. */
    List<Long> packsOf(long[] numbers);

    /** All whose locators name a pack, whether they count or not. */
    List<SegmentRow> inPack(long pack);

    /**
     * Marks segments as damaged, and those of this id that lie at this place still, and returns their numbers. What is
     * damaged is never a hit again.
     */
    List<Long> markDamaged(@Param("numbers") long[] numbers, @Param("id") byte[] id, @Param("locator") byte[] locator);

    /** Gives another session those of a session that point into no pack which is the session's still. */
    int moveTo(@Param("from") UUID from, @Param("to") UUID to);

    /** The packs of other sessions that the segments name which a session has staged. */
    List<Long> otherPacksOf(UUID session);

    /** The numbers of all that a session has staged, in no particular order. */
    List<Long> staged(UUID session);

    /** How many of the numbers from the first to the last a session has staged that are there still. */
    long countStaged(@Param("session") UUID session, @Param("first") long first, @Param("last") long last);

    /** Gives damaged segments the place of a whole one of the same id, where there is one; for who holds the commit lock. */
    int replaceDamaged(long[] numbers);

    /** Gives damaged segments the place where this session has stored them anew; part of its commit. */
    int replaceDamagedBy(UUID session);

    /** The whole LIVE segments that point into a pack and count, in order. */
    List<SegmentRow> compactable(long pack);

    /** The whole LIVE segments that count and lie in more packs than so many, in order; those in up to 8 are never found. */
    List<SegmentRow> spread(@Param("most") int most, @Param("after") long after, @Param("limit") int limit);

    /** Those of the segments that are LIVE, as they are now, with their rows locked. */
    List<SegmentRow> lockLiving(long[] numbers);

    /** Moves segments whose rows are locked. */
    int move(@Param("rows") MovedSegments rows);

    /** The numbers of all that are damaged. */
    List<Long> damaged();

    /** The CONDEMNED rows of the same lists as these damaged ones that are whole. */
    List<Long> condemnedOthers(long[] numbers);

    /** What is known of these segments' content and place, in no particular order. */
    List<SegmentSizeRow> sizes(long[] numbers);

    /** A rough count that costs nothing. */
    long estimateCount();
}
