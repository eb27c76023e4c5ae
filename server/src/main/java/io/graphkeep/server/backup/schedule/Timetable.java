package io.graphkeep.server.backup.schedule;

import io.graphkeep.v1.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one graph's schedule.
 *
 * <p>An interval counts elapsed time from its anchor, whatever the clocks do; a cron expression names local times. A run is
 * never delayed past the one after it.
 */
public final class Timetable {
    private final UUID graph;
    private final Schedule schedule;
    private final ZoneId zone;
    private final Instant anchor;
    private final @Nullable CronExpression cron;

    /**
     * The runs that a schedule without mistakes has.
     *
     * @param anchor where intervals are counted from
     */
    public Timetable(UUID graph, Schedule schedule, ZoneId zone, Instant anchor) {
        this.graph = graph;
        this.schedule = schedule;
        this.zone = zone;
        this.anchor = anchor;
        this.cron = schedule.hasCron() ? CronExpression.parse(schedule.getCron()) : null;
    }

    /** The first run that is planned for after this instant; empty where there is none. */
    public Optional<Run> next(Instant after) {
        return planned(after).map(this::run);
    }

    /** The first run after the one that was planned for {@code planned} that has not begun by now. */
    public Optional<Run> nextToBegin(Instant planned, Instant now) {
        // What was planned longer ago than the jitter has begun, however long ago that is.
        var jitterAgo = now.minus(jitter());
        var run = next(jitterAgo.isAfter(planned) ? jitterAgo : planned);
        while (run.isPresent() && !run.get().start().isAfter(now)) {
            run = next(run.get().planned());
        }
        return run;
    }

    /** How many runs are planned between two instants, both left out, counted up to a limit. */
    public int count(Instant after, Instant before, int limit) {
        var count = 0;
        var planned = planned(after);
        while (count < limit && planned.isPresent() && planned.get().isBefore(before)) {
            count++;
            planned = planned(planned.get());
        }
        return count;
    }

    private Run run(Instant planned) {
        var jitter = jitter();
        if (jitter.isZero()) {
            return new Run(planned, planned);
        }
        var room = planned(planned)
                .map(following -> Duration.between(planned, following))
                .orElse(jitter);
        var most = jitter.compareTo(room) < 0 ? jitter : room;
        return new Run(planned, planned.plus(Jitter.of(graph, planned, most)));
    }

    private Duration jitter() {
        var jitter = schedule.getJitter();
        return Duration.ofSeconds(jitter.getSeconds(), jitter.getNanos());
    }

    private Optional<Instant> planned(Instant after) {
        if (schedule.getPaused()) {
            return Optional.empty();
        }
        if (cron != null) {
            var times = new LocalTimes(zone);
            return cron.next(times.lookFrom(after)).map(times::instant);
        }
        return schedule.hasInterval() ? Optional.of(onTheGrid(after)) : Optional.empty();
    }

    private Instant onTheGrid(Instant after) {
        var interval = schedule.getInterval();
        var length = Duration.ofSeconds(interval.getSeconds(), interval.getNanos());
        var periods = Duration.between(anchor, after).dividedBy(length);
        var candidate = anchor.plus(length.multipliedBy(periods));
        while (!candidate.isAfter(after)) {
            candidate = candidate.plus(length);
        }
        return candidate;
    }
}
