package io.graphkeep.server.store;

import io.graphkeep.server.backup.retention.Candidate;
import io.graphkeep.server.backup.retention.Decision;
import io.graphkeep.server.backup.retention.RetentionRules;
import io.graphkeep.v1.RetentionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** What the rules of retention decide of the snapshots that a catalog has, as it tells of them now. */
final class RetainedHistory {
    private static final Pattern ROW = Pattern.compile("(\\S+) (\\S+) (\\d+) (true|false);");

    private RetainedHistory() {}

    /** The snapshots that may go where the newest are kept, this many of them, and those that are held. */
    static List<UUID> going(TestStore test, int last) {
        var rows = test.ask("""
            SELECT string_agg(id || ' ' || state || ' ' || (extract(epoch FROM cut_at) * 1000000)::bigint || ' '
                              || (hold_reason IS NOT NULL) || ';', '')
            FROM snapshot WHERE state IN ('COMPLETED', 'PARTIAL', 'CORRUPT')\
            """);
        var candidates = ROW.matcher(rows)
                .results()
                .map(row -> candidate(
                        UUID.fromString(row.group(1)),
                        row.group(2).equals("COMPLETED"),
                        Instant.EPOCH.plus(Long.parseLong(row.group(3)), ChronoUnit.MICROS),
                        Boolean.parseBoolean(row.group(4))))
                .toList();
        var policy = RetentionPolicy.newBuilder().setKeepLast(last).build();
        return new RetentionRules(policy, ZoneOffset.UTC, Duration.ZERO)
                .decide(candidates, test.clock.instant()).stream()
                        .filter(Decision::removes)
                        .map(decision -> decision.candidate().id())
                        .toList();
    }

    private static Candidate candidate(UUID id, boolean intact, Instant cutAt, boolean held) {
        return new Candidate(id, cutAt, cutAt, intact, held, false);
    }
}
