package io.graphkeep.server.backup;

import io.graphkeep.server.backup.receive.Pushes;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.security.Principal;
import io.graphkeep.transfer.push.PushStream;
import io.graphkeep.v1.PushCommit;
import io.graphkeep.v1.PushCommitted;
import io.graphkeep.v1.PushSnapshotRequest;
import io.graphkeep.v1.PushSnapshotResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A stream of a push to a site without a network: the server's side runs in a thread of its own. */
final class PushPipe implements PushStream, Pushes.Memory, AutoCloseable {
    private static final int PATIENCE = 60;

    final List<PushSnapshotRequest> sent = new ArrayList<>();
    /** Nothing where the connection breaks. */
    private final LinkedBlockingQueue<Optional<PushSnapshotRequest>> requests = new LinkedBlockingQueue<>();

    private final LinkedBlockingQueue<Object> answers = new LinkedBlockingQueue<>();
    private final BackupSite site;
    private final Principal caller;
    private int breakAfter = Integer.MAX_VALUE;
    private boolean losesAnswer;
    private boolean isCutInReview;
    private @Nullable Thread server;

    PushPipe(BackupSite site) {
        this(site, Principal.server());
    }

    PushPipe(BackupSite site, Principal caller) {
        this.site = site;
        this.caller = caller;
    }

    /** The connection breaks once so many frames were sent. */
    PushPipe breakAfter(int frames) {
        breakAfter = frames;
        return this;
    }

    /** The connection breaks when the commit was made, and the answer is lost. */
    PushPipe losingTheAnswer() {
        losesAnswer = true;
        return this;
    }

    /** The server's side is cut when it has reviewed the snapshot, and has not made it. */
    PushPipe cutInReview() {
        isCutInReview = true;
        return this;
    }

    @Override
    public void send(PushSnapshotRequest frame) {
        if (sent.size() == breakAfter) {
            close();
            throw new CancellationException("The connection broke");
        }
        sent.add(frame);
        if (server == null) {
            server = Thread.ofVirtual().start(() -> serve(frame));
            return;
        }
        requests.add(Optional.of(frame));
        if (losesAnswer && frame.hasCommit()) {
            close();
            throw new CancellationException("The connection broke");
        }
    }

    @Override
    public PushSnapshotResponse receive() throws InterruptedException {
        var answer = answers.poll(PATIENCE, TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError("No answer came");
        }
        return answer(answer);
    }

    @Override
    public @Nullable PushSnapshotResponse poll() {
        var answer = answers.poll();
        return answer == null ? null : answer(answer);
    }

    /** Waits for what the server's side ended with. */
    Throwable failure() throws InterruptedException {
        while (true) {
            try {
                receive();
            } catch (GraphkeepException | CancellationException e) {
                return e;
            }
        }
    }

    /** Bytes of payload that were sent. */
    long payload() {
        return sent.stream()
                .mapToLong(
                        frame -> frame.hasData() ? frame.getData().getPayload().size() : 0)
                .sum();
    }

    @Override
    public Optional<PushCommitted> answered(PushCommit commit) {
        return Optional.empty();
    }

    @Override
    public void remember(Transaction transaction, PushCommit commit, PushCommitted answer) {
        if (isCutInReview) {
            throw new CancellationException("The sender went away");
        }
    }

    /** The connection breaks, and the server has seen that. */
    @Override
    public void close() {
        requests.add(Optional.empty());
        var thread = server;
        try {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void serve(PushSnapshotRequest open) {
        try {
            site.receiving.pushes().push(caller, open.getOpen(), this::next, answers::add, this);
        } catch (Exception e) {
            answers.add(e);
        }
    }

    private PushSnapshotRequest next() throws InterruptedException {
        return requests.take().orElseThrow(() -> new CancellationException("The sender went away"));
    }

    private static PushSnapshotResponse answer(Object answer) {
        if (answer instanceof RuntimeException failure) {
            throw failure;
        }
        if (answer instanceof Exception failure) {
            throw new AssertionError(failure);
        }
        return (PushSnapshotResponse) answer;
    }
}
