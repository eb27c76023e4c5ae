package io.graphkeep.server.catalog.store;

import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The statements of garbage collection. */
public interface CollectorMapper {
    /** Gives up waiting for a lock after this long, until the transaction ends. */
    String limitLockWait(String milliseconds);

    /** Ends the collector's epoch and returns the one that has ended; whoever opens a session from now on came after it. */
    long endEpoch();

    /** The snapshots that count, in the order of their ids. */
    List<MarkedSnapshotRow> snapshots(@Param("after") @Nullable UUID after, @Param("limit") int limit);

    /** The ids of all snapshots that count. */
    List<UUID> snapshotIds();

    /** Those of these snapshots that count. */
    List<MarkedSnapshotRow> snapshotsOf(@Param("ids") List<UUID> ids);

    /** Every row that counts of a list of which one row is damaged: the damaged one's number and the other's. */
    List<OtherRow> otherRowsOfDamaged();

    /** The greatest number of a segment, 0 where there is none. */
    long lastSegment();

    /** Those of the numbers that are LIVE segments which count. */
    List<Long> liveAmong(long[] numbers);

    /** The numbers of LIVE segments that count, from one to another. */
    List<Long> liveBetween(@Param("from") long from, @Param("to") long to);

    /** Condemns LIVE segments; the caller holds the commit lock alone. */
    int condemnSegments(@Param("numbers") long[] numbers, @Param("epoch") long epoch);

    /** The LIVE packs into which no LIVE segment points now, in order. */
    List<Long> condemnable(@Param("after") long after, @Param("limit") int limit);

    /** Condemns those of the packs that are LIVE and into which no LIVE segment points; the caller holds the commit lock alone. */
    int condemnPacks(@Param("numbers") long[] numbers, @Param("epoch") long epoch);

    /** Notes of packs that something in them has died. */
    int thin(long[] numbers);

    /** The LIVE packs in which something has died since they were looked at last, in order. */
    List<ThinnedPackRow> thinned(@Param("after") long after, @Param("limit") int limit);

    /** Those of these packs that are LIVE, in order. */
    List<ThinnedPackRow> living(long[] numbers);

    /** Notes of a pack that it was looked at. */
    int unthin(long number);

    /** The numbers of the LIVE segments that point into a pack. */
    List<Long> livingIn(long number);

    /** Those of the packs that are LIVE, as one sum. */
    PackSum sumOf(long[] numbers);

    /** The packs that were condemned before an epoch, and before every open session was opened. */
    List<CollectedPackRow> sweepable(
            @Param("before") long before, @Param("after") long after, @Param("limit") int limit);

    /** The same as one sum. */
    PackSum sumSweepable(@Param("before") long before);

    /** All packs that are condemned. */
    PackSum sumCondemned();

    /** What aborted writers have announced; of a pack that they may not have put the bytes are not known. */
    PackSum sumAborted();

    /** The condemned packs that wait for an open session to end. */
    PackSum sumWaiting(@Param("before") long before);

    /** All packs that hold, or held, what a snapshot needs. */
    PackSum sumAll();

    /** Reads a pack and locks its row. */
    @Nullable
    CollectedPackRow lock(long number);

    /** Whether a pack was condemned before an epoch, and before every open session was opened. */
    boolean isSweepable(@Param("number") long number, @Param("before") long before);

    /** Whether a LIVE segment points into a pack; asked in a statement of its own, once its row is locked. */
    boolean isNeeded(long number);

    /** Drops the condemned segments that point into a pack that is going. */
    int dropSegmentsOf(long number);

    int startDeleting(long number);

    /** Packs whose deletion was begun. */
    List<CollectedPackRow> deleting();

    /** Forgets a pack whose object is gone. */
    int drop(long number);

    /** The writers that were aborted and have announced packs that nobody has cleared away. */
    List<UUID> abortedWriters(int limit);

    /** Drops what an aborted writer has staged; the caller has locked its row. */
    int dropStaged(UUID session);

    /** Makes tombstones of what an aborted writer has announced, and returns them; the caller has locked its row. */
    List<CollectedPackRow> bury(UUID session);

    /** What is known of these objects. */
    List<CollectedPackRow> packs(@Param("ids") List<UUID> ids);

    /** The LIVE and CONDEMNED packs up to a number, in order. */
    List<CollectedPackRow> kept(@Param("after") long after, @Param("upTo") long upTo, @Param("limit") int limit);

    /** The tombstones up to a number. */
    List<CollectedPackRow> tombstones(long upTo);

    /** The greatest number of a pack. */
    long lastNumber();

    /** Which of these are the ids of snapshots that were made, whatever became of them. */
    List<UUID> made(@Param("ids") List<UUID> snapshots);

    /** Those of the packs that a living, undamaged segment points into. */
    List<CollectedPackRow> countedOn(long[] numbers);

    /** The epoch of the session that is open longest, or one that never comes: what was condemned before it can be swept. */
    long oldestOpenEpoch();

    /** The writers that announced these manifests. */
    List<ManifestWriterRow> writersOf(@Param("ids") List<UUID> snapshots);
}
