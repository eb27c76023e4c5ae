package io.graphkeep.transfer.push;

/**
 * Decides whether frames are compressed: whichever brings more content through in the same time.
 *
 * <p>Both ways are timed over as much content each, whatever it is that takes the time: the link, the server or this machine. A
 * slow link gains by compression, a fast one loses by it. The better way is kept for a while, which doubles each time that it
 * proves to be the better one again.
 */
final class FrameCompression {
    private static final long WINDOW_BYTES = 16 << 20;
    private static final int FIRST_KEPT = 16;
    private static final int MOST_KEPT = 1024;
    /** Going without must gain so much: it costs others bytes on the way. */
    private static final double WORTH_IT = 1.05;

    private boolean compressed = true;
    private boolean isTrial;
    /** Windows before the other way is tried. */
    private int left = 1;

    private int kept = FIRST_KEPT;
    private double speed;
    private long begun;
    private long bytes;

    /** Whether the next frame is compressed. */
    boolean isCompressed() {
        return compressed;
    }

    /** A frame of so much content has gone, at this time of {@link System#nanoTime}. */
    void sent(int content, long now) {
        if (begun == 0) {
            begun = now;
            return;
        }
        bytes += content;
        if (bytes >= WINDOW_BYTES) {
            ended(bytes / Math.max(1, (double) (now - begun)));
            begun = now;
            bytes = 0;
        }
    }

    private void ended(double reached) {
        if (!isTrial) {
            speed = reached;
            if (--left == 0) {
                isTrial = true;
                compressed = !compressed;
            }
            return;
        }
        isTrial = false;
        var isBetter = compressed ? reached * WORTH_IT >= speed : reached > speed * WORTH_IT;
        if (isBetter) {
            kept = FIRST_KEPT;
        } else {
            compressed = !compressed;
            kept = Math.min(2 * kept, MOST_KEPT);
        }
        left = kept;
    }
}
