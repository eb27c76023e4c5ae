package io.graphkeep.server.catalog.health;

import java.time.OffsetDateTime;
import java.util.List;
import org.apache.ibatis.annotations.Param;

/** The statements on what was told of health. */
public interface ToldHealthMapper {

    /** Those of this node, and those that every server sees alike. */
    List<ToldHealthRow> ofNode(String node);

    /** Enters what is told now; 0 where the same was told already, or anything within the time that telling rests. */
    int put(@Param("row") ToldHealthRow row, @Param("notSince") OffsetDateTime notSince);

    int forget(@Param("component") String component, @Param("node") String node);
}
