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

    /** Notes, before it is made, that a restore has a hidden directory; noted again it is to be written anew. */
    void beginDirectory(RestoreDirectoryRow directory);

    /** What is in the directory is whole, and about to be swapped in. */
    void directoryWritten(@Param("operationId") UUID operationId, @Param("written") String written);

    /** The directory is there no more. */
    int dropDirectory(UUID operationId);

    @Nullable
    RestoreDirectoryRow findDirectory(UUID operationId);

    /** Directories on a node whose restores have ended, or are forgotten. */
    List<RestoreDirectoryRow> leftDirectories(String node);

    int released(@Param("operationId") UUID operationId, @Param("at") OffsetDateTime at);

    /** Those of a node whose old content is still kept and whose time has come. */
    List<RestoreRow> due(@Param("node") String node, @Param("now") OffsetDateTime now);
}
