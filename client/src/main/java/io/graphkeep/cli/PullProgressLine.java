package io.graphkeep.cli;

import io.graphkeep.transfer.pull.PullProgress;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.Progress;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/** Shows how far a pull is, as operations are shown; its rate is measured here. */
final class PullProgressLine {
    private final ProgressLine line;
    private final long begun = System.nanoTime();

    PullProgressLine(PrintStream err, boolean terminal, boolean quiet) {
        this.line = new ProgressLine(err, terminal, quiet);
    }

    void show(PullProgress progress) {
        var millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        line.show(Operation.newBuilder()
                .setProgress(Progress.newBuilder()
                        .setStep("pulling")
                        .setBytesDone(progress.bytes())
                        .setBytesTotal(progress.totalBytes())
                        .setFilesDone(progress.files())
                        .setFilesTotal(progress.totalFiles())
                        .setBytesPerSecond(progress.bytes() * 1000 / millis))
                .build());
    }

    void clear() {
        line.clear();
    }
}
