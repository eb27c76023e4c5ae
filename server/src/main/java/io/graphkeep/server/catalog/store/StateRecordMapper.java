package io.graphkeep.server.catalog.store;

import java.time.OffsetDateTime;
import java.util.List;
import org.apache.ibatis.annotations.Param;

/** The statements on state records. */
public interface StateRecordMapper {
    /** Adds a record and returns its number. */
    long insert(@Param("subject") String subject, @Param("payload") byte[] payload, @Param("at") OffsetDateTime at);

    /** The oldest that were not put after a number, in order. */
    List<StateRecordRow> pending(@Param("after") long after, @Param("limit") int limit);

    int markPut(@Param("number") long number, @Param("at") OffsetDateTime at);

    int countPending();

    /** The greatest number of all; 0 where there is none. */
    long greatest();

    boolean exists(long number);
}
