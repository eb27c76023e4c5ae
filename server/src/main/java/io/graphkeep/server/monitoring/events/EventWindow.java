package io.graphkeep.server.monitoring.events;

import io.graphkeep.v1.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The newest events of the log, kept once for everyone who follows it, up to a number and a size.
 *
 * <p>All events that the log has between {@link #floor} and {@link #end} are here, and no later one ever gets a number below the
 * end. Whoever has fallen behind the floor reads elsewhere; nobody holds up the window.
 */
final class EventWindow {
    /** A run of the log, and the number up to which it goes. */
    record Run(List<Event> events, long upTo) {}

    /** Where one reader waits; it can be called away from there alone. */
    final class Seat implements AutoCloseable {
        private final Condition news = lock.newCondition();
        private boolean called;

        /** Ends the wait at hand, or else the next one. */
        void call() {
            lock.lock();
            try {
                called = true;
                news.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                seats.remove(this);
            } finally {
                lock.unlock();
            }
        }

        /**
         * The run after this number, once it has anything, at most so many events; one without events and at that number after
         * the time; empty where the run begins behind the window.
         */
        Optional<Run> after(long number, int most, Duration atMost) throws InterruptedException {
            var nanos = atMost.toNanos();
            lock.lockInterruptibly();
            try {
                while (end <= number && !called && nanos > 0) {
                    nanos = news.awaitNanos(nanos);
                }
                called = false;
                if (number < floor) {
                    return Optional.empty();
                }
                return Optional.of(end <= number ? new Run(List.of(), number) : run(number, most));
            } finally {
                lock.unlock();
            }
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Seat> seats = new HashSet<>();
    private final int mostEvents;
    private final long mostBytes;
    private List<Event> events = new ArrayList<>();
    private long bytes;
    private long floor;
    private long end;

    /** An empty window at this place of the log. */
    EventWindow(long end, int mostEvents, long mostBytes) {
        this.floor = end;
        this.end = end;
        this.mostEvents = mostEvents;
        this.mostBytes = mostBytes;
    }

    /** Adds the next run of the log. */
    void append(List<Event> more, long upTo) {
        lock.lock();
        try {
            var kept = new ArrayList<>(events);
            kept.addAll(more);
            bytes += more.stream().mapToLong(Event::getSerializedSize).sum();
            var dropped = 0;
            while (dropped < kept.size() && (kept.size() - dropped > mostEvents || bytes > mostBytes)) {
                var oldest = kept.get(dropped++);
                bytes -= oldest.getSerializedSize();
                floor = oldest.getSequence();
            }
            // A new list, so that runs of the old one stay as they are.
            events = new ArrayList<>(kept.subList(dropped, kept.size()));
            end = upTo;
            seats.forEach(seat -> seat.news.signalAll());
        } finally {
            lock.unlock();
        }
    }

    Seat seat() {
        lock.lock();
        try {
            var seat = new Seat();
            seats.add(seat);
            return seat;
        } finally {
            lock.unlock();
        }
    }

    private Run run(long number, int most) {
        var from = indexAfter(number);
        var to = Math.min(events.size(), from + most);
        var upTo = to == events.size() ? end : events.get(to - 1).getSequence();
        return new Run(List.copyOf(events.subList(from, to)), upTo);
    }

    private int indexAfter(long number) {
        var low = 0;
        var high = events.size();
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (events.get(middle).getSequence() <= number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    long end() {
        lock.lock();
        try {
            return end;
        } finally {
            lock.unlock();
        }
    }
}
