package io.graphkeep.server.backup.receive;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The frames of a stream that another stream may take the place of. */
final class CuttableFrames<Q> implements Frames<Q> {
    private final Frames<Q> frames;
    private final CountDownLatch over = new CountDownLatch(1);
    private @Nullable Thread waiting;
    private boolean cut;

    CuttableFrames(Frames<Q> frames) {
        this.frames = frames;
    }

    @Override
    public @Nullable Q next() throws InterruptedException {
        begin();
        try {
            return frames.next();
        } catch (InterruptedException e) {
            if (isCut()) {
                throw gone();
            }
            throw e;
        } finally {
            end();
        }
    }

    /** No more frames are given: the client goes on in another stream. */
    synchronized void cut() {
        cut = true;
        if (waiting != null) {
            waiting.interrupt();
        }
    }

    /** The stream has let go of all that it had. */
    void over() {
        over.countDown();
    }

    /** Whether the stream lets go within the time. */
    boolean awaitOver(long seconds) throws InterruptedException {
        return over.await(seconds, TimeUnit.SECONDS);
    }

    private synchronized boolean isCut() {
        return cut;
    }

    private synchronized void begin() {
        if (cut) {
            throw gone();
        }
        waiting = Thread.currentThread();
    }

    private synchronized void end() {
        waiting = null;
        if (cut) {
            // It was meant for the wait that is over.
            var _ = Thread.interrupted();
        }
    }

    private static CancellationException gone() {
        return new CancellationException("The client goes on in another stream");
    }
}
