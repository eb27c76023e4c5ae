package io.graphkeep.server.backup;

import io.graphkeep.v1.DownloadSnapshotResponse;
import java.util.concurrent.CountDownLatch;

/** Takes a few frames of a download, and then none until it is let. */
final class StuckReader extends Received {
    private static final int TAKEN = 5;

    private final CountDownLatch stuck = new CountDownLatch(1);
    private final CountDownLatch freed = new CountDownLatch(1);
    private int frames;

    void await() throws InterruptedException {
        stuck.await();
    }

    void let() {
        freed.countDown();
    }

    @Override
    public void send(DownloadSnapshotResponse frame) throws InterruptedException {
        if (frames++ == TAKEN) {
            stuck.countDown();
            freed.await();
        }
        super.send(frame);
    }
}
