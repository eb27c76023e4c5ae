package io.graphkeep.cli;

import io.graphkeep.v1.Operation;
import io.graphkeep.v1.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Shows how far an operation is: a bar that redraws itself on a terminal, a plain line every few seconds elsewhere.
 *
 * <p>Rate and time left are the server's own figures; unknown totals show no share.
 */
final class ProgressLine {
    private static final int BAR = 24;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final PrintStream err;
    private final boolean terminal;
    private final boolean quiet;
    private long lastLine = System.nanoTime();
    private int drawn;

    ProgressLine(PrintStream err, boolean terminal, boolean quiet) {
        this.err = err;
        this.terminal = terminal;
        this.quiet = quiet;
    }

    void show(Operation operation) {
        if (quiet) {
            return;
        }
        if (terminal) {
            draw(text(operation, true));
            return;
        }
        var now = System.nanoTime();
        if (now - lastLine >= BETWEEN_LINES.toNanos()) {
            lastLine = now;
            err.println(text(operation, false));
        }
    }

    /** Removes the bar, so that the answer starts on a clean line. */
    void clear() {
        if (drawn > 0) {
            draw("");
            err.print('\r');
            err.flush();
            drawn = 0;
        }
    }

    private void draw(String text) {
        err.print('\r' + text + " ".repeat(Math.max(0, drawn - text.length())));
        err.flush();
        drawn = text.length();
    }

    private static String text(Operation operation, boolean bar) {
        var progress = operation.getProgress();
        var text = new StringBuilder(
                progress.getStep().isEmpty()
                        ? Human.word("OPERATION_STATE_", operation.getState())
                        : Table.visible(progress.getStep()));
        var total = progress.getBytesTotal();
        var share = share(progress);
        if (share >= 0) {
            if (bar) {
                var full = (int) (share * BAR);
                text.append(" [")
                        .append("#".repeat(full))
                        .append("-".repeat(BAR - full))
                        .append(']');
            }
            text.append(String.format(Locale.ROOT, " %3.0f%%", share * 100));
        }
        if (total > 0) {
            text.append("  ").append(Human.bytes(progress.getBytesDone()));
            text.append(" of ").append(Human.bytes(total));
        } else if (progress.getBytesDone() > 0) {
            text.append("  ").append(Human.bytes(progress.getBytesDone()));
        }
        if (progress.getFilesDone() > 0) {
            text.append("  ").append(progress.getFilesDone());
            text.append(progress.getFilesTotal() > 0 ? " of " + progress.getFilesTotal() : "");
            text.append(" files");
        }
        if (progress.getBytesPerSecond() > 0) {
            text.append("  ").append(Human.bytes(progress.getBytesPerSecond())).append("/s");
        }
        if (progress.hasRemaining()) {
            var left = Duration.ofSeconds(progress.getRemaining().getSeconds());
            text.append("  ").append(Human.duration(left)).append(" left");
        }
        return text.toString();
    }

    /** How much is done, 0 to 1, by bytes or else by files; negative where no total is known. */
    private static double share(Progress progress) {
        if (progress.getBytesTotal() > 0) {
            return Math.min(1.0, (double) progress.getBytesDone() / progress.getBytesTotal());
        }
        return progress.getFilesTotal() > 0
                ? Math.min(1.0, (double) progress.getFilesDone() / progress.getFilesTotal())
                : -1;
    }
}
