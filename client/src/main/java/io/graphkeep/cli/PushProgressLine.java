package io.graphkeep.cli;

import io.graphkeep.transfer.push.PushProgress;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.Progress;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Shows how far a push is, and keeps what it has to say of single files; told by the push's threads. */
final class PushProgressLine implements PushProgress {
    private static final int MOST_PROBLEMS = 20;

    private final ProgressLine line;
    private final List<String> problems = new ArrayList<>();
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private int more;

    PushProgressLine(PrintStream err, boolean terminal, boolean quiet) {
        this.line = new ProgressLine(err, terminal, quiet);
    }

    @Override
    public void file(String path, long size, boolean unchanged) {
        files.incrementAndGet();
        bytes.addAndGet(size);
        show("reading");
    }

    @Override
    public synchronized void problem(String path, String what) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(Table.visible(path) + ": " + what + ".");
        } else {
            more++;
        }
    }

    @Override
    public void sent(long sequence, int length) {
        sent.addAndGet(length);
        show("sending");
    }

    @Override
    public void resumed(int time, String why) {
        show("connecting again");
    }

    /** What single files lack, as sentences. */
    synchronized List<String> problems() {
        var told = new ArrayList<>(problems);
        if (more > 0) {
            told.add("And " + Human.count(more, "path", "paths") + " more.");
        }
        return told;
    }

    long sentBytes() {
        return sent.get();
    }

    synchronized void clear() {
        line.clear();
    }

    private synchronized void show(String step) {
        line.show(Operation.newBuilder()
                .setProgress(Progress.newBuilder()
                        .setStep(step)
                        .setBytesDone(bytes.get())
                        .setFilesDone(files.get()))
                .build());
    }
}
