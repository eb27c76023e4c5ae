package io.graphkeep.server.monitoring.events;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.v1.Event;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's place in the event log, that moves on as they read: no event is left out, none comes twice.
 *
 * <p>Holds nothing but the place. Whoever is behind the window reads pages of the catalog at their own pace until they are at its
 * end; whoever was there and falls behind again for long is too slow. For one thread, but for {@link #call}.
 */
public final class EventReader implements AutoCloseable {
    private static final int BATCH = 500;

    private final EventWindow window;
    private final EventWindow.Seat seat;
    private final EventLogReads reads;
    private final EventCursors cursors;
    private final EventChoice choice;
    private final Duration patience;
    private final Consumer<EventReader> onClose;
    private long place;
    private boolean wasThere;
    private @Nullable Long behindSince;

    EventReader(
            EventWindow window,
            EventLogReads reads,
            EventCursors cursors,
            EventChoice choice,
            long place,
            Duration patience,
            Consumer<EventReader> onClose) {
        this.window = window;
        this.seat = window.seat();
        this.reads = reads;
        this.cursors = cursors;
        this.choice = choice;
        this.place = place;
        this.patience = patience;
        this.onClose = onClose;
    }

    /**
     * The next events that were chosen, at once where there are any; none after the time, or where those that came were not
     * chosen.
     */
    public List<Event> next(Duration atMost) throws InterruptedException {
        var run = seat.after(place, BATCH, atMost);
        if (run.isPresent()) {
            wasThere = true;
            behindSince = null;
            place = run.get().upTo();
            return run.get().events().stream().filter(choice::takes).toList();
        }
        requirePace();
        var page = reads.after(choice, place, window.end(), BATCH);
        place = page.upTo();
        return page.events();
    }

    /** Where to go on after what {@link #next} returned last. */
    public String cursor() {
        return cursors.text(place);
    }

    /** Ends the wait of {@link #next} early; from any thread. */
    public void call() {
        seat.call();
    }

    @Override
    public void close() {
        seat.close();
        onClose.accept(this);
    }

    private void requirePace() {
        var now = System.nanoTime();
        if (wasThere && behindSince == null) {
            behindSince = now;
        }
        var since = behindSince;
        if (since != null && now - since > patience.toNanos()) {
            throw new GraphkeepException(
                    Reason.SLOW_CONSUMER,
                    "The reader has been behind the newest events for " + patience.toSeconds() + " s.");
        }
    }
}
