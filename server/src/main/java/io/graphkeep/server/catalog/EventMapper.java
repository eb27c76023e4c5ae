package io.graphkeep.server.catalog;

import java.time.OffsetDateTime;
import java.util.List;
import org.apache.ibatis.annotations.Param;

/** The event log's table, as far as it is written, forgotten and told of. */
interface EventMapper {
    void insert(@Param("at") OffsetDateTime at, @Param("kind") String kind, @Param("event") Event event);

    /** Removes events from before this time, the oldest first, at most so many; returns their numbers. */
    List<Long> forget(@Param("before") OffsetDateTime before, @Param("atMost") int atMost);

    /** Notes that events up to this number may be gone. */
    int forgotten(long number);

    /** Wakes the readers of the log in all servers; once in a while only, since commits that notify wait for one another. */
    int wakeReaders();
}
