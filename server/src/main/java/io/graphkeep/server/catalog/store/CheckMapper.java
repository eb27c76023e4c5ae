package io.graphkeep.server.catalog.store;

import java.time.OffsetDateTime;
import java.util.List;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The statements of verification: what is to be looked at, and what a look has found. */
public interface CheckMapper {
    /** The LIVE packs, those of unknown age first, then longest not looked at; with a time, those alone that were not looked at since. */
    List<PackAgeRow> packsByAge(@Nullable @Param("notSince") OffsetDateTime notSince);

    /** Notes that these packs were read through. */
    int looked(@Param("numbers") long[] numbers, @Param("at") OffsetDateTime at);

    /** Segments by their number, from the one after this on, each with what it refers to as it is in one moment. */
    List<CheckedSegmentRow> segmentsAfter(@Param("after") long after, @Param("limit") int limit);

    /** These segments, the same way. */
    List<CheckedSegmentRow> segments(long[] numbers);

    /** Marks those segments as damaged that lie at these places still, and returns their numbers. */
    List<Long> markDamaged(@Param("numbers") long[] numbers, @Param("locators") byte[][] locators);

    /** Takes the mark from those segments that lie at these places still. */
    int markWhole(@Param("numbers") long[] numbers, @Param("locators") byte[][] locators);

    /** Damaged segments by their number, from the one after this on. */
    List<SegmentRow> damagedAfter(@Param("after") long after, @Param("limit") int limit);

    /** How many of these segments are there, LIVE and not damaged. */
    int countWhole(long[] numbers);

    /** Remembers blocks as found damaged after all that were before; for who holds the commit lock alone. */
    int noteDamaged(@Param("packs") long[] packs, @Param("blocks") int[] blocks);

    /** Whether a block of the pack was ever found damaged. */
    boolean hasDamage(long pack);

    /** The newest finding of a damaged block; 0 where there is none. */
    long lastDamaged();

    /** The blocks of these packs that were found damaged after that one. */
    List<DamagedBlockRow> damagedSince(@Param("last") long last, @Param("packs") long[] packs);

    /** State records that are in the store, by their number, from the one after this on. */
    List<StateRecordRow> recordsAfter(@Param("after") long after, @Param("limit") int limit);

    /** How long ago the LIVE packs were looked at, and how much of them not since a time, or nobody knows when. */
    ScrubRow ages(OffsetDateTime notSince);

    /** Lets the first scrub be due a whole interval from now; 0 where that was done before. */
    int beginScrubbing(OffsetDateTime now);

    /** Takes the next scrub on, if none was begun since; 0 where another server has. */
    int claimScrub(@Param("now") OffsetDateTime now, @Param("notSince") OffsetDateTime notSince);

    /** Those of these segments that are not damaged. */
    List<SegmentRow> whole(long[] numbers);

    /** A segment, locked. */
    @Nullable
    SegmentRow lock(long number);

    /** Gives a segment another place; for who holds the commit lock alone, and the row. */
    int relocate(
            @Param("number") long number,
            @Param("locator") byte[] locator,
            @Param("packs") long[] packs,
            @Param("damaged") boolean damaged);
}
