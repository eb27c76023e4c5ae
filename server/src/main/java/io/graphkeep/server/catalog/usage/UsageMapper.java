package io.graphkeep.server.catalog.usage;

import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The statements on what is taken up. */
public interface UsageMapper {

    /** Every graph, or the one; of those only that have one of the ids or begin so, unless that is null. */
    List<GraphSumsRow> graphs(
            @Param("graphUid") @Nullable UUID graphUid,
            @Param("ids") @Nullable List<String> ids,
            @Param("prefixes") @Nullable List<String> prefixes);

    /** Keeps what a graph's snapshots hold together, and what that takes of the store. */
    int put(
            @Param("graphUid") UUID graphUid,
            @Param("snapshotSet") String snapshotSet,
            @Param("uniqueBytes") long uniqueBytes,
            @Param("storedBytes") long storedBytes);

    /** The bytes of the catalog's own database. */
    long databaseBytes();
}
