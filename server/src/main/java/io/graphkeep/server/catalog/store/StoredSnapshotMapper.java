package io.graphkeep.server.catalog.store;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** What the store itself reads and writes of snapshots: their segments, their commit and their end. */
public interface StoredSnapshotMapper {
    @Nullable
    StoredSnapshotRow find(UUID id);

    /** Reads a snapshot and keeps its row as it is until the transaction ends. */
    @Nullable
    StoredSnapshotRow lockShared(UUID id);

    /** Reads a snapshot and locks its row. */
    @Nullable
    StoredSnapshotRow lock(UUID id);

    /** Makes a snapshot that is CREATING in this session visible; 0 if there is no such row. */
    int commit(SnapshotCommitRow commit);

    /** Marks a snapshot as going; 0 if it is CREATING, going already, or not there. */
    int startDeleting(@Param("id") UUID id, @Param("by") String by);

    /** Drops a snapshot that is going. */
    int drop(UUID id);

    /** Those in one of these states. */
    List<UUID> inStates(List<String> states);

    /** A snapshot that needs damaged data; 0 where it is in a state that says nothing of its data, or CORRUPT already. */
    int markCorrupt(@Param("id") UUID id, @Param("why") String why);

    /** A CORRUPT snapshot that is whole again: COMPLETED, or PARTIAL if it was. */
    int markWhole(UUID id);

    /** The snapshots of a graph that can be listed, with their segments, in the order of their ids. */
    List<MarkedSnapshotRow> bitmapsOf(
            @Param("graphUid") UUID graphUid, @Param("after") @Nullable UUID after, @Param("limit") int limit);

    /** The id of a graph. */
    @Nullable
    String graphId(UUID uid);

    /** Those of a graph that are committed, and not going. */
    List<UUID> committed(UUID graphUid);

    /** Which of these ids are those of snapshots, in whatever state. */
    List<UUID> present(List<UUID> ids);

    /** When it was begun, from which its protected period counts. */
    OffsetDateTime createdAt(UUID id);
}
