package io.graphkeep.net;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What is under way on one way of one connection: each parcel comes out when it is due, in the order in which it went in.
 * Holds no more than its link's capacity: who puts more waits. One puts, one takes.
 */
final class DelayLine {
    private static final class Parcel {
        final byte[] bytes;
        final long due;

        Parcel(byte[] bytes, long due) {
            this.bytes = bytes;
            this.due = due;
        }
    }

    private final Link link;
    private final Pace pace;
    private final Queue<Parcel> parcels = new ArrayDeque<>();
    private long held;
    private boolean ended;

    DelayLine(Link link, Pace pace) {
        this.link = link;
        this.pace = pace;
    }

    synchronized void put(byte[] bytes) throws InterruptedException {
        while (!ended && held > 0 && held + bytes.length > link.capacity()) {
            wait();
        }
        if (!ended) {
            add(bytes, pace.departure(bytes.length));
        }
    }

    /** Nothing more comes; what is under way arrives. */
    synchronized void end() {
        if (!ended) {
            add(new byte[0], System.nanoTime());
            ended = true;
        }
    }

    /** Loses what is under way, and takes nothing more. */
    synchronized void drop() {
        parcels.clear();
        held = 0;
        ended = true;
        notifyAll();
    }

    /** The next bytes, once they are due; none at the end. */
    byte @Nullable [] take() throws InterruptedException {
        var parcel = next();
        if (parcel == null) {
            return null;
        }
        for (var left = parcel.due - System.nanoTime(); left > 0; left = parcel.due - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return arrived(parcel) ? parcel.bytes : null;
    }

    private void add(byte[] bytes, long departure) {
        parcels.add(new Parcel(bytes, departure + link.delay().toNanos()));
        held += bytes.length;
        notifyAll();
    }

    private synchronized @Nullable Parcel next() throws InterruptedException {
        while (parcels.isEmpty() && !ended) {
            wait();
        }
        return parcels.peek();
    }

    /** Takes what is due off the line, and says whether it is something to deliver: not the end, and not lost meanwhile. */
    private synchronized boolean arrived(Parcel parcel) {
        if (!parcels.remove(parcel)) {
            return false;
        }
        held -= parcel.bytes.length;
        notifyAll();
        return parcel.bytes.length > 0;
    }
}
