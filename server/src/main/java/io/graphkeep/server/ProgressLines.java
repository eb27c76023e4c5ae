package io.graphkeep.server;

import io.graphkeep.server.store.ReadingProgress;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Shows progress as a line every few seconds, and one when something else begins. Not thread-safe. */
final class ProgressLines implements ReadingProgress {
    private static final Duration BETWEEN = Duration.ofSeconds(3);

    private final PrintStream out;
    private final Clock clock;
    private @Nullable String shown;
    private Instant next = Instant.EPOCH;

    ProgressLines(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void at(String what, long done, long total) {
        var isNew = !what.equals(shown);
        if (!isNew && clock.instant().isBefore(next)) {
            return;
        }
        if (isNew) {
            out.println("Reading " + what + ".");
            shown = what;
        } else if (total > 0) {
            out.printf("  %,d of %,d %s%n", done, total, what);
        } else {
            out.printf("  %,d %s%n", done, what);
        }
        next = clock.instant().plus(BETWEEN);
    }
}
