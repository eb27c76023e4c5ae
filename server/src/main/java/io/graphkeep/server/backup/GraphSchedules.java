package io.graphkeep.server.backup;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.graphkeep.server.backup.schedule.Run;
import io.graphkeep.server.backup.schedule.Timetable;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.schedule.Purpose;
import io.graphkeep.server.catalog.schedule.ScheduleMapper;
import io.graphkeep.server.catalog.schedule.ScheduleRow;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.Schedule;
import io.graphkeep.v1.ScheduleNever;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The schedules of graphs as the catalog keeps them: in step with each policy, and with this server's defaults where the
 * policy says nothing.
 *
 * <p>A change of the schedule replaces the next run and never starts one. Who changes a row holds the graph's lock.
 */
public final class GraphSchedules {
    private static final Schedule NEVER =
            Schedule.newBuilder().setNever(ScheduleNever.getDefaultInstance()).build();

    private final Database database;
    private final ScheduleDefaults defaults;
    private final String node;
    private final Clock clock;

    public GraphSchedules(Database database, ScheduleDefaults defaults, String node, Clock clock) {
        this.database = database;
        this.defaults = defaults;
        this.node = node;
        this.clock = clock;
    }

    /** Whether this server captures anything by itself. */
    boolean areOn() {
        return defaults.on();
    }

    /** Enters what a new or changed graph's policy says; its row is locked. */
    void enter(Transaction transaction, GraphRow graph) {
        var mapper = transaction.mapper(ScheduleMapper.class);
        for (var purpose : Purpose.values()) {
            var present = mapper.find(graph.uid(), purpose);
            if (!isInStep(graph, purpose, present)) {
                mapper.put(planned(graph, purpose, present));
            }
        }
    }

    /** Brings the graphs of this node, and of none, in step after a change of the defaults or of the clock. */
    public void bringInStep() {
        var behind = database.read(transaction -> {
            var rows = transaction.mapper(ScheduleMapper.class).ofNode(node).stream()
                    .collect(Collectors.groupingBy(ScheduleRow::graphUid));
            return transaction.mapper(GraphMapper.class).ofNode(node).stream()
                    .filter(graph -> !isInStep(graph, rows.getOrDefault(graph.uid(), List.of())))
                    .map(GraphRow::uid)
                    .toList();
        });
        for (var uid : behind) {
            database.inTransaction(transaction -> {
                var graph = transaction.mapper(GraphMapper.class).lockByUid(uid);
                if (graph != null && !graph.isDeleting()) {
                    enter(transaction, graph);
                }
                return uid;
            });
        }
    }

    /** The runs that a row stands for. */
    static Timetable timetable(ScheduleRow row) {
        return new Timetable(
                row.graphUid(),
                parse(row.schedule()),
                ZoneId.of(row.timeZone()),
                row.anchorAt().toInstant());
    }

    static @Nullable OffsetDateTime planned(Optional<Run> run) {
        return run.map(Run::planned).map(GraphSchedules::utc).orElse(null);
    }

    static @Nullable OffsetDateTime start(Optional<Run> run) {
        return run.map(Run::start).map(GraphSchedules::utc).orElse(null);
    }

    private boolean isInStep(GraphRow graph, List<ScheduleRow> rows) {
        return Arrays.stream(Purpose.values())
                .allMatch(purpose ->
                        rows.stream().anyMatch(row -> row.purpose() == purpose && isInStep(graph, purpose, row)));
    }

    private boolean isInStep(GraphRow graph, Purpose purpose, @Nullable ScheduleRow row) {
        return row != null && row.follows(print(inForce(graph, purpose)), zone(graph)) && !isFarAhead(row);
    }

    /**
     * Whether the next run is further away than the clock allows: it has been set back since. One run more is let pass, so that
     * none runs twice after a small step.
     */
    private boolean isFarAhead(ScheduleRow row) {
        var planned = row.plannedAt();
        if (planned == null) {
            return false;
        }
        var timetable = timetable(row);
        return timetable
                .next(clock.instant())
                .flatMap(next -> timetable.next(next.planned()))
                .map(second -> planned.toInstant().isAfter(second.planned()))
                .orElse(false);
    }

    private ScheduleRow planned(GraphRow graph, Purpose purpose, @Nullable ScheduleRow before) {
        var last = before == null ? null : before.lastPlannedAt();
        var anchor = last == null ? graph.createdAt() : last;
        var unplanned = new ScheduleRow(
                graph.uid(),
                purpose,
                print(inForce(graph, purpose)),
                zone(graph),
                anchor,
                null,
                null,
                null,
                null,
                null,
                0);
        var next = timetable(unplanned).next(clock.instant());
        return new ScheduleRow(
                graph.uid(),
                purpose,
                unplanned.schedule(),
                unplanned.timeZone(),
                anchor,
                planned(next),
                start(next),
                null,
                null,
                null,
                0);
    }

    private Schedule inForce(GraphRow graph, Purpose purpose) {
        var policy = GraphPolicies.parse(graph.policy());
        return switch (purpose) {
            case CAPTURE -> ofCaptures(graph, policy);
            case VERIFY -> policy.getVerify().hasSchedule() ? policy.getVerify().getSchedule() : NEVER;
        };
    }

    /** What holds for this graph's captures; only the one who takes snapshots of a directory does so by itself. */
    private Schedule ofCaptures(GraphRow graph, GraphPolicy policy) {
        if (!graph.isDirectory() || !graph.role().equals("PRIMARY")) {
            return NEVER;
        }
        return policy.hasSchedule() ? policy.getSchedule() : defaults.schedule();
    }

    private String zone(GraphRow graph) {
        var own = GraphPolicies.parse(graph.policy()).getTimeZone();
        return own.isEmpty() ? defaults.zone().getId() : own;
    }

    private static String print(Schedule schedule) {
        try {
            return JsonFormat.printer().omittingInsignificantWhitespace().print(schedule);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("A schedule cannot be written as JSON", e);
        }
    }

    private static Schedule parse(String json) {
        var schedule = Schedule.newBuilder();
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(json, schedule);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("A schedule in the catalog cannot be read", e);
        }
        return schedule.build();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
