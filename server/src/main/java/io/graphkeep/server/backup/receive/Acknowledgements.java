package io.graphkeep.server.backup.receive;

import io.graphkeep.server.store.PushSession;
import io.graphkeep.v1.PushAck;
import io.graphkeep.v1.PushSnapshotResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What of a push has arrived, and what of that is durable.
 *
 * <p>Durable is a frame when every segment is that some of its chunks belong to. Making durable goes on beside the receiving.
 */
final class Acknowledgements {
    /** So much is received before the next part is made durable. */
    private static final int PART = 32 << 20;

    private static final int TELL_AFTER = 1 << 20;

    private final PushSession session;
    private long received;
    private long durable;
    private long partialSince;
    private long completed;
    private long sinceDurable;
    private long untold;
    private @Nullable CompletableFuture<Void> making;
    private long made;
    private boolean news;

    /** All up to this frame was received and is durable. */
    Acknowledgements(PushSession session, long durable) {
        this.session = session;
        this.received = durable;
        this.durable = durable;
        this.partialSince = durable + 1;
    }

    /** Refuses a frame that is not the next one. */
    void requireNext(long sequence) {
        if (sequence != received + 1) {
            throw EntryRefusal.outOfOrder(
                    "Data frame " + sequence + " was sent, and " + (received + 1) + " is the next one.");
        }
    }

    /** The next frame has arrived, with so many bytes. */
    void received(int bytes) throws IOException {
        received++;
        if (session.completed() != completed || partialSince > received) {
            partialSince = received;
            completed = session.completed();
        }
        if (!session.isWithinSegment()) {
            partialSince = received + 1;
        }
        sinceDurable += bytes;
        untold += bytes;
        if (sinceDurable >= PART && making == null) {
            sinceDurable = 0;
            made = partialSince - 1;
            making = session.makeDurable();
        }
        look();
    }

    /** What there is to tell the sender, now and then. */
    @Nullable
    PushSnapshotResponse due() {
        if (!news && untold < TELL_AFTER) {
            return null;
        }
        news = false;
        untold = 0;
        return PushSnapshotResponse.newBuilder()
                .setAck(PushAck.newBuilder().setReceivedSequence(received).setDurableSequence(durable))
                .build();
    }

    /** What is durable once all that is complete has been made so. */
    long allDurable() {
        return partialSince - 1;
    }

    private void look() {
        var part = making;
        if (part != null && part.isDone()) {
            making = null;
            part.join();
            durable = made;
            news = true;
        }
    }
}
