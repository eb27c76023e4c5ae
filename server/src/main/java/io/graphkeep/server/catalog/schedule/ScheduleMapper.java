package io.graphkeep.server.catalog.schedule;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The statements on schedules. */
public interface ScheduleMapper {

    @Nullable
    ScheduleRow find(@Param("graphUid") UUID graphUid, @Param("purpose") Purpose purpose);

    /** Those of the graphs that read from directories of this node, and of those that read from none. */
    List<ScheduleRow> ofNode(String node);

    /** Enters a schedule and its next run, or puts them in the place of others; what was last is kept. */
    void put(ScheduleRow schedule);

    /** Those of one purpose whose next run is due, of graphs that are not being deleted, the longest due first. */
    List<ScheduleRow> due(
            @Param("purpose") Purpose purpose, @Param("now") OffsetDateTime now, @Param("limit") int limit);

    /** Takes the run that {@code seen} has up and enters the one after it; 0 where another was first or the schedule changed. */
    int claim(
            @Param("seen") ScheduleRow seen,
            @Param("plannedAt") @Nullable OffsetDateTime plannedAt,
            @Param("startAt") @Nullable OffsetDateTime startAt,
            @Param("now") OffsetDateTime now);

    /** The run that was claimed has become this operation. */
    int started(@Param("seen") ScheduleRow seen, @Param("operationId") UUID operationId);

    /** The run that was claimed could not be started. */
    int skipped(@Param("seen") ScheduleRow seen);
}
