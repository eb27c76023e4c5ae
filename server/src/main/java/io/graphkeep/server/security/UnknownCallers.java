package io.graphkeep.server.security;

import io.graphkeep.server.errors.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How often callers without a valid token were refused, and when that is worth a line in the event log: at most once a
 * minute for each peer, reason and RPC, and never more than sixty lines a minute in all.
 *
 * <p>Bounded: of many peers only those seen last are told apart.
 */
public final class UnknownCallers {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MOST = 1_000;
    private static final int LINES = 60;

    private record Who(String peer, Reason reason, String method) {}

    private record Seen(Instant writtenAt, long since) {}

    private final Clock clock;
    private final Map<Who, Seen> seen = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Who, Seen> eldest) {
            return size() > MOST;
        }
    };
    private Instant minute = Instant.EPOCH;
    private int lines;

    public UnknownCallers(Clock clock) {
        this.clock = clock;
    }

    /** Counts one refusal; where it is time to tell of it, how many there were since the last line. */
    synchronized OptionalLong count(String peer, Reason reason, String method) {
        var now = clock.instant();
        var who = new Who(peer, reason, method);
        var before = seen.get(who);
        var times = before == null ? 1 : before.since() + 1;
        var due = before == null || !now.isBefore(before.writtenAt().plus(PAUSE));
        if (due && takeLine(now)) {
            seen.put(who, new Seen(now, 0));
            return OptionalLong.of(times);
        }
        seen.put(who, new Seen(before == null ? Instant.EPOCH : before.writtenAt(), times));
        return OptionalLong.empty();
    }

    private boolean takeLine(Instant now) {
        if (!now.isBefore(minute.plus(PAUSE))) {
            minute = now;
            lines = 0;
        }
        lines++;
        return lines <= LINES;
    }
}
