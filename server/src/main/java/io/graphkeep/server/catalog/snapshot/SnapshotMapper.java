package io.graphkeep.server.catalog.snapshot;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The statements on snapshots, but for their commit and their end, which are the store's. */
public interface SnapshotMapper {

    void insert(NewSnapshotRow snapshot);

    @Nullable
    SnapshotRow find(UUID id);

    /** Reads a snapshot and locks its row until the transaction ends. */
    @Nullable
    SnapshotRow lock(UUID id);

    /** The newest by cut time that is COMPLETED, or with {@code partial} also one that is PARTIAL. */
    @Nullable
    SnapshotRow latest(@Param("graphUid") UUID graphUid, @Param("partial") boolean partial);

    List<SnapshotRow> list(SnapshotQuery query);

    /** All of a graph, in any state, oldest first. */
    List<SnapshotRow> ofGraph(UUID graphUid);

    /** How many snapshots a graph has; those that are being made or deleted do not count. */
    long count(UUID graphUid);

    /** What only the capture knows, at the commit of a snapshot that is whole now. */
    int committed(@Param("id") UUID id, @Param("at") OffsetDateTime at, @Param("counts") byte[] counts);

    /** Gives a snapshot that is being made to another session. */
    int moveTo(@Param("id") UUID id, @Param("session") UUID session);

    /** Removes the row of a snapshot that was never committed; its id is not used again. */
    int dropCreating(UUID id);

    /** Those that are CREATING, and that neither an operation nor an open session is at work on any more. */
    List<SnapshotRow> abandoned();

    /** Removes the row of one that is {@link #abandoned} still. */
    int dropAbandoned(UUID id);

    /** Those whose deletion has begun and not ended, the oldest first. */
    List<UUID> deleting();

    /** Who began the deletion of one that is DELETING. */
    @Nullable
    String deletedBy(UUID id);

    /** The first step of a deletion; 0 where it has begun, or is still being made. */
    int startDeleting(@Param("id") UUID id, @Param("by") String by);

    /** What speaks at that time against deleting the graph; those created after {@code protectedSince} are protected. */
    DeletionObstacles obstacles(
            @Param("graphUid") UUID graphUid,
            @Param("now") OffsetDateTime now,
            @Param("protectedSince") OffsetDateTime protectedSince);

    int updateLabels(@Param("id") UUID id, @Param("labels") Map<String, String> labels);

    int updateDescription(@Param("id") UUID id, @Param("description") String description);

    /** Sets the hold, or with a null reason releases it. */
    int updateHold(
            @Param("id") UUID id,
            @Param("reason") @Nullable String reason,
            @Param("by") @Nullable String by,
            @Param("since") @Nullable OffsetDateTime since,
            @Param("until") @Nullable OffsetDateTime until);

    /** Writes down what the newest verification of these snapshots brought, and which operation it was. */
    int verified(
            @Param("ids") List<UUID> ids,
            @Param("level") String level,
            @Param("at") OffsetDateTime at,
            @Param("intact") boolean intact,
            @Param("operation") UUID operation);

    /** How many snapshots need damaged data, and how many graphs have nothing else. */
    CorruptRow corrupt();

    /** All in this state, oldest first. */
    List<SnapshotRow> inState(String state);
}
