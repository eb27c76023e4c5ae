package io.graphkeep.server.catalog.graph;

import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The statements on graphs. */
public interface GraphMapper {

    /** 0 where a graph of this id is there already. */
    int insert(GraphRow graph);

    @Nullable
    GraphRow find(String id);

    @Nullable
    GraphRow findByUid(UUID uid);

    /** Reads a graph and locks its row until the transaction ends. */
    @Nullable
    GraphRow lock(String id);

    @Nullable
    GraphRow lockByUid(UUID uid);

    List<GraphRow> list(GraphQuery query);

    /** Writes what may change, and raises the version. */
    int update(GraphRow graph);

    int startDeleting(@Param("uid") UUID uid, @Param("at") OffsetDateTime at);

    /** Makes a graph whose deletion was given up ACTIVE again. */
    int stopDeleting(@Param("uid") UUID uid, @Param("at") OffsetDateTime at);

    int delete(UUID uid);

    /** These graphs, in no order. */
    List<GraphRow> findAll(@Param("uids") Collection<UUID> uids);

    /** What is known of the snapshots and captures of these graphs, in no order. */
    List<GraphSummaryRow> summaries(@Param("uids") Collection<UUID> uids);

    /** The graphs of this instance that read from directories of this node. */
    List<GraphRow> ofNode(String node);

    /** Lets one transaction at a time name directories, until it ends: look for others only in the statements after this one. */
    int lockDirectories();

    /**
     * The ids of the graphs to which something belongs that is this directory of this node, holds it or lies in it: a source,
     * or what a restore has kept aside. Empty for a graph that is gone.
     */
    List<String> owners(@Param("node") String node, @Param("path") String path);

    /** This instance's id. */
    UUID instance();
}
