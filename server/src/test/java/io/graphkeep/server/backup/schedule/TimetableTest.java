package io.graphkeep.server.backup.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import io.graphkeep.v1.Schedule;
import io.graphkeep.v1.ScheduleNever;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TimetableTest {
    private static final UUID GRAPH = UUID.fromString("01890000-0000-7000-8000-000000000001");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId LORD_HOWE = ZoneId.of("Australia/Lord_Howe");

    @Test
    void aRunInASkippedHourComesOnceAsTheHourEnds() {
        assertThat(runs("30 2 * * *", BERLIN, "2026-03-28T00:00", 3))
                .containsExactly("2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00");
    }

    @Test
    void theRunsOfASkippedHourComeTogetherAsOne() {
        assertThat(runs("*/20 * * * *", BERLIN, "2026-03-29T01:20", 4))
                .containsExactly(
                        "2026-03-29T01:40+01:00",
                        "2026-03-29T03:00+02:00",
                        "2026-03-29T03:20+02:00",
                        "2026-03-29T03:40+02:00");
    }

    @Test
    void aRunInARepeatedHourComesTheFirstTimeOnly() {
        assertThat(runs("30 2 * * *", BERLIN, "2026-10-24T12:00", 2))
                .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
        assertThat(runs("*/30 * * * *", BERLIN, "2026-10-25T01:45", 4))
                .containsExactly(
                        "2026-10-25T02:00+02:00",
                        "2026-10-25T02:30+02:00",
                        "2026-10-25T03:00+01:00",
                        "2026-10-25T03:30+01:00");
    }

    @Test
    void whoAsksWithinTheRepetitionIsToldWhatComesAfterIt() {
        var secondPass = Instant.parse("2026-10-25T01:10:00Z");

        assertThat(next(cron("*/15 * * * *"), BERLIN, secondPass)).isEqualTo("2026-10-25T02:00:00Z");
    }

    @Test
    void halfAnHourIsSkippedAndRepeatedToo() {
        assertThat(runs("15 2 * * *", LORD_HOWE, "2026-10-03T12:00", 2))
                .containsExactly("2026-10-04T02:30+11:00", "2026-10-05T02:15+11:00");
        assertThat(runs("*/15 * * * *", LORD_HOWE, "2026-04-05T01:20", 4))
                .containsExactly(
                        "2026-04-05T01:30+11:00",
                        "2026-04-05T01:45+11:00",
                        "2026-04-05T02:00+10:30",
                        "2026-04-05T02:15+10:30");
    }

    @Test
    void aSkippedDayRunsOnce() {
        assertThat(runs("0 12 * * *", ZoneId.of("Pacific/Apia"), "2011-12-28T12:00", 3))
                .containsExactly("2011-12-29T12:00-10:00", "2011-12-31T00:00+14:00", "2011-12-31T12:00+14:00");
    }

    @Test
    void everyRunIsAfterTheOneBeforeWhateverTheClocksDo() {
        for (var zone : List.of("Europe/Berlin", "Australia/Lord_Howe", "America/Havana", "Africa/Casablanca")) {
            for (var cron : List.of("* * * * *", "*/7 1-3 * * *", "59 23 * * *", "0 0 * * *")) {
                var timetable = timetable(cron(cron), ZoneId.of(zone));
                for (var change : List.of("2026-03-08T04:30:00Z", "2026-04-04T14:00:00Z", "2026-10-25T00:00:00Z")) {
                    var before = Instant.parse(change);
                    for (var i = 0; i < 200; i++) {
                        var run = timetable.next(before).orElseThrow().planned();
                        assertThat(run).as(zone + " " + cron).isAfter(before);
                        before = run;
                    }
                }
            }
        }
    }

    @Test
    void anIntervalCountsElapsedTimeWhateverTheClocksDo() {
        var anchor = ZonedDateTime.of(LocalDateTime.parse("2026-03-28T20:00"), BERLIN)
                .toInstant();
        var timetable = new Timetable(GRAPH, every(Duration.ofHours(6)), BERLIN, anchor);

        var first = timetable.next(anchor).orElseThrow().planned();
        var second = timetable.next(first).orElseThrow().planned();

        assertThat(first).isEqualTo(anchor.plus(Duration.ofHours(6)));
        assertThat(second).isEqualTo(anchor.plus(Duration.ofHours(12)));
    }

    @Test
    void anIntervalHasRunsBeforeItsAnchorToo() {
        var anchor = Instant.parse("2026-05-01T00:00:00Z");
        var timetable = new Timetable(GRAPH, every(Duration.ofHours(24)), BERLIN, anchor);

        assertThat(timetable
                        .next(anchor.minus(Duration.ofHours(60)))
                        .orElseThrow()
                        .planned())
                .isEqualTo(anchor.minus(Duration.ofHours(48)));
        assertThat(timetable.next(anchor.minusMillis(1)).orElseThrow().planned())
                .isEqualTo(anchor);
    }

    @Test
    void jitterIsBoundedAndTheSameWhoeverAsks() {
        var schedule = every(Duration.ofHours(1)).toBuilder()
                .setJitter(Durations.fromMinutes(10))
                .build();
        var anchor = Instant.parse("2026-01-01T00:00:00Z");
        var delays = new ArrayList<Duration>();
        var at = anchor;
        for (var i = 0; i < 200; i++) {
            var run = new Timetable(GRAPH, schedule, BERLIN, anchor).next(at).orElseThrow();
            var again = new Timetable(GRAPH, schedule, BERLIN, anchor).next(at).orElseThrow();
            assertThat(again).isEqualTo(run);
            delays.add(Duration.between(run.planned(), run.start()));
            at = run.planned();
        }

        assertThat(delays).allMatch(delay -> !delay.isNegative() && delay.compareTo(Duration.ofMinutes(10)) < 0);
        assertThat(delays).anyMatch(delay -> delay.compareTo(Duration.ofMinutes(8)) > 0);
        assertThat(delays).anyMatch(delay -> delay.compareTo(Duration.ofMinutes(2)) < 0);
    }

    @Test
    void jitterNeverReachesTheNextRunEvenWhereTheClocksBringItCloser() {
        var schedule = cron("30 * * * *").toBuilder()
                .setJitter(Durations.fromMinutes(59))
                .build();
        var timetable = timetable(schedule, BERLIN);
        var shortened = timetable.next(Instant.parse("2026-03-29T00:59:00Z")).orElseThrow();

        assertThat(shortened.planned()).isEqualTo("2026-03-29T01:00:00Z");
        assertThat(shortened.start()).isBefore("2026-03-29T01:30:00Z");
    }

    @Test
    void whatIsPausedOrNeverHasNoRun() {
        var paused = every(Duration.ofHours(1)).toBuilder().setPaused(true).build();
        var never = Schedule.newBuilder()
                .setNever(ScheduleNever.getDefaultInstance())
                .build();

        assertThat(timetable(paused, BERLIN).next(Instant.EPOCH)).isEmpty();
        assertThat(timetable(never, BERLIN).next(Instant.EPOCH)).isEmpty();
    }

    @Test
    void aRunWhoseJitterIsNotOverIsNotPassedOver() {
        var schedule = every(Duration.ofHours(1)).toBuilder()
                .setJitter(Durations.fromMinutes(59))
                .build();
        var anchor = Instant.parse("2026-01-01T00:00:00Z");
        var timetable = new Timetable(GRAPH, schedule, BERLIN, anchor);
        var run = timetable.next(anchor).orElseThrow();
        var following = timetable.next(run.planned()).orElseThrow();

        assertThat(timetable.nextToBegin(run.planned(), following.planned().plusMillis(1)))
                .contains(following);
        assertThat(timetable
                        .nextToBegin(run.planned(), following.start())
                        .orElseThrow()
                        .planned())
                .isEqualTo(following.planned().plus(Duration.ofHours(1)));
    }

    private static List<String> runs(String cron, ZoneId zone, String from, int count) {
        var timetable = timetable(cron(cron), zone);
        var at = LocalDateTime.parse(from).atZone(zone).toInstant();
        var runs = new ArrayList<String>();
        for (var i = 0; i < count; i++) {
            at = timetable.next(at).orElseThrow().planned();
            runs.add(at.atZone(zone).toOffsetDateTime().toString());
        }
        return runs;
    }

    private static Instant next(Schedule schedule, ZoneId zone, Instant after) {
        return timetable(schedule, zone).next(after).orElseThrow().planned();
    }

    private static Timetable timetable(Schedule schedule, ZoneId zone) {
        return new Timetable(GRAPH, schedule, zone, Instant.parse("2026-01-01T00:00:00Z"));
    }

    private static Schedule cron(String text) {
        return Schedule.newBuilder().setCron(text).build();
    }

    private static Schedule every(Duration interval) {
        return Schedule.newBuilder()
                .setInterval(Durations.fromMillis(interval.toMillis()))
                .build();
    }
}
