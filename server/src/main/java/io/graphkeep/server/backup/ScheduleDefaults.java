package io.graphkeep.server.backup;

import com.google.protobuf.util.Durations;
import io.graphkeep.v1.Schedule;
import java.time.Duration;
import java.time.ZoneId;

/**
 * What holds for the schedules of graphs whose policy says nothing.
 *
 * @param on whether this server captures anything by itself
 * @param interval how often a directory is captured
 * @param zone where local times are those of
 */
public record ScheduleDefaults(boolean on, Duration interval, ZoneId zone) {

    Schedule schedule() {
        return Schedule.newBuilder()
                .setInterval(Durations.fromMillis(interval.toMillis()))
                .build();
    }
}
