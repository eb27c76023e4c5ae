package io.graphkeep.server.catalog.event;

import java.util.List;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The statements that read the event log. */
public interface StoredEventMapper {

    /** Makes the log's own row where there is none yet. */
    int enter();

    /** The log's own row, once it was entered. */
    EventLogRow log();

    /** The highest number that can be seen; null where there is none. */
    @Nullable
    Long newest();

    /** The events that can be seen after this number, in the order of their numbers, at most so many. */
    List<EventRow> after(@Param("number") long number, @Param("limit") int limit);

    /** The transactions that may have taken a number and have not ended. */
    List<String> writers();

    List<EventRow> find(EventQuery query);

    /** Whether there is a graph of this id, or an event of one. */
    boolean knows(String graphId);
}
