package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.process.ClockWitnessRow;
import io.graphkeep.server.catalog.process.ProcessMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether the clock can be trusted: retention that follows a clock which jumped a year ahead would remove everything.
 *
 * <p>Every few minutes the catalog is told what the clock shows and how long the machine has been up. As long as the machine is
 * up, sleep and restarts of the server included, both must have moved by the same. After a start of the machine nothing says how
 * long it was off: the clock must not lie before what any server has seen, nor so far behind it that a wrong clock is as likely.
 * What was seen is not moved on while there is doubt, so that the doubt stays until someone takes it away.
 */
public final class SteadyClock {
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** How long a server may have been off without anyone saying that the clock is right. */
    private static final Duration LONGEST_OFF = Duration.ofDays(7);

    private final Database database;
    private final Clock clock;
    private final Uptime uptime;
    private final String node;

    /**
     * A watch over a clock.
     *
     * @param node the machine's name among those that share the catalog
     */
    public SteadyClock(Database database, Clock clock, Uptime uptime, String node) {
        this.database = database;
        this.clock = clock;
        this.uptime = uptime;
        this.node = node;
    }

    /** Notes what the clock shows now, unless there is a doubt about it. */
    public void witness() {
        if (doubt().isEmpty()) {
            note();
        }
    }

    /** Someone says that the clock is right as it is. */
    void trust() {
        note();
    }

    /** Why the clock cannot be trusted, or nothing. */
    Optional<String> doubt() {
        var seen = database.read(tx -> tx.mapper(ProcessMapper.class).clockWitnesses());
        var own = seen.stream().filter(this::isSinceSameStart).findFirst();
        return own.map(this::sinceSeen).orElseGet(() -> afterStart(seen));
    }

    /** A container can be started anew on a machine that was not: its uptime then begins anew, and the name stays. */
    private boolean isSinceSameStart(ClockWitnessRow row) {
        return row.node().equals(node)
                && row.boot().equals(uptime.boot())
                && row.uptimeMs() <= uptime.now().toMillis();
    }

    private Optional<String> sinceSeen(ClockWitnessRow seen) {
        var up = uptime.now().minusMillis(seen.uptimeMs());
        var step = Duration.between(seen.seenAt().toInstant().plus(up), clock.instant());
        return step.abs().compareTo(TOLERANCE) > 0
                ? Optional.of("the server's clock was set by " + inWords(step) + " since " + seen.seenAt())
                : Optional.empty();
    }

    private Optional<String> afterStart(List<ClockWitnessRow> rows) {
        var newest = rows.stream().map(row -> row.seenAt().toInstant()).max(Instant::compareTo);
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        var off = Duration.between(newest.get(), clock.instant());
        if (off.compareTo(TOLERANCE.negated()) < 0) {
            return Optional.of("the server's clock is " + inWords(off.negated()) + " behind what it was before");
        }
        return off.compareTo(LONGEST_OFF) > 0
                ? Optional.of("by the clock no server has run for " + inWords(off) + ", or the clock was set")
                : Optional.empty();
    }

    private void note() {
        var row = new ClockWitnessRow(
                node,
                uptime.boot(),
                uptime.now().toMillis(),
                OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
        database.inTransaction(tx -> tx.mapper(ProcessMapper.class).witnessClock(row));
    }

    private static String inWords(Duration step) {
        var length = step.abs();
        var words = length.toDays() > 1
                ? length.toDays() + " days"
                : length.toHours() > 1 ? length.toHours() + " hours" : length.toMinutes() + " minutes";
        return step.isNegative() ? "minus " + words : words;
    }
}
