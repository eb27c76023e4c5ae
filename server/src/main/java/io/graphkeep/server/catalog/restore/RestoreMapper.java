package io.graphkeep.server.catalog.restore;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The statements on restores. */
public interface RestoreMapper {

    void insert(RestoreRow restore);

    @Nullable
    RestoreRow find(UUID operationId);

    /** Lets one transaction at a time begin a restore, until it ends: look for others only in the statements after this one. */
    int lockStarts();

    int released(@Param("operationId") UUID operationId, @Param("at") OffsetDateTime at);

    /** Those of a node whose old content is still kept and whose time has come. */
    List<RestoreRow> due(@Param("node") String node, @Param("now") OffsetDateTime now);

    /** How many operations of this kind of the graph wait or run, but for the given one. */
    int countUnended(@Param("graphUid") UUID graphUid, @Param("kind") String kind, @Param("but") UUID but);

    /** How many restores of the snapshot wait or run. */
    int countUnendedOfSnapshot(@Param("snapshotId") UUID snapshotId, @Param("kind") String kind);
}
