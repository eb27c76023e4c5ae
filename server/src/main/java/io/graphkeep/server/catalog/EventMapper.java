package io.graphkeep.server.catalog;

import java.time.OffsetDateTime;
import org.apache.ibatis.annotations.Param;

/** The event log's table, as far as it is written. */
interface EventMapper {
    void insert(@Param("at") OffsetDateTime at, @Param("kind") String kind, @Param("event") Event event);
}
