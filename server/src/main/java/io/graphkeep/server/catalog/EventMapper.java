package io.graphkeep.server.catalog;

import java.time.OffsetDateTime;
import org.apache.ibatis.annotations.Param;

/** The event log's table, as far as it is written and forgotten. */
interface EventMapper {
    void insert(@Param("at") OffsetDateTime at, @Param("kind") String kind, @Param("event") Event event);

    /** Removes events from before this time, the oldest first, at most so many. */
    int forget(@Param("before") OffsetDateTime before, @Param("atMost") int atMost);
}
