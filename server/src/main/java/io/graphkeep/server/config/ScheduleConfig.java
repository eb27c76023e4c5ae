package io.graphkeep.server.config;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/** How often things happen by themselves, and in which zone a day begins. */
public record ScheduleConfig(
        Duration backup,
        Duration replicationHealthCheck,
        Duration recoveryCheckpoint,
        Duration metricsCollection,
        ZoneId timeZone) {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration YEAR = Duration.ofDays(366);

    static final Key<Duration> BACKUP_INTERVAL = Key.of(
                    Group.SCHEDULES, "BACKUP_INTERVAL", Types.duration(MINUTE, YEAR))
            .otherwise("24h")
            .alias("LIGHTRAG_AUTO_BACKUP_INTERVAL", Types.hours(MINUTE, YEAR))
            .means("How often a graph that is read from a directory is captured, where it has no schedule of its own.");
    static final Key<Duration> REPLICATION_HEALTH_CHECK_INTERVAL = Key.of(
                    Group.SCHEDULES,
                    "REPLICATION_HEALTH_CHECK_INTERVAL",
                    Types.duration(Duration.ofSeconds(1), Duration.ofDays(1)))
            .otherwise("300s")
            .alias(
                    "LIGHTRAG_REPLICATION_HEALTH_CHECK_INTERVAL",
                    Types.seconds(Duration.ofSeconds(1), Duration.ofDays(1)))
            .means("How often each replication target is probed.")
            .waitsFor("replication targets");
    static final Key<Duration> RECOVERY_CHECKPOINT_INTERVAL = Key.of(
                    Group.SCHEDULES, "RECOVERY_CHECKPOINT_INTERVAL", Types.duration(MINUTE, YEAR))
            .otherwise("12h")
            .alias("LIGHTRAG_RECOVERY_CHECKPOINT_INTERVAL", Types.hours(MINUTE, YEAR))
            .means("How often a recovery point is made of each recovery group that has no schedule of its own.")
            .waitsFor("recovery groups");
    static final Key<Duration> METRICS_COLLECTION_INTERVAL = Key.of(
                    Group.SCHEDULES,
                    "METRICS_COLLECTION_INTERVAL",
                    Types.duration(Duration.ofSeconds(1), Duration.ofDays(1)))
            .otherwise("60s")
            .alias("LIGHTRAG_METRICS_COLLECTION_INTERVAL", Types.seconds(Duration.ofSeconds(1), Duration.ofDays(1)))
            .means("How often the figures of graphs, which take a query, are read anew.");
    static final Key<ZoneId> TIME_ZONE = Key.of(Group.SCHEDULES, "TIME_ZONE", Types.zone())
            .otherwise("UTC")
            .means("The time zone of schedules and of retention's days, weeks and months, where a graph has none of its"
                    + " own.");

    static final List<Key<?>> KEYS = List.of(
            BACKUP_INTERVAL,
            REPLICATION_HEALTH_CHECK_INTERVAL,
            RECOVERY_CHECKPOINT_INTERVAL,
            METRICS_COLLECTION_INTERVAL,
            TIME_ZONE);

    static ScheduleConfig from(Values values) {
        return new ScheduleConfig(
                values.get(BACKUP_INTERVAL),
                values.get(REPLICATION_HEALTH_CHECK_INTERVAL),
                values.get(RECOVERY_CHECKPOINT_INTERVAL),
                values.get(METRICS_COLLECTION_INTERVAL),
                values.get(TIME_ZONE));
    }
}
