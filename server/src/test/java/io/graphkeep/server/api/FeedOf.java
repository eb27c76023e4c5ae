package io.graphkeep.server.api;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.EventBell;
import io.graphkeep.server.monitoring.events.EventFeed;
import io.graphkeep.server.monitoring.events.EventFigures;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.UUID;

/** Follows the event log of a test's catalog, as a server does. */
final class FeedOf {
    private FeedOf() {}

    static EventFeed the(Database database, EventBell bell, UUID instance) {
        return the(database, bell, instance, new SimpleMeterRegistry());
    }

    static EventFeed the(Database database, EventBell bell, UUID instance, MeterRegistry registry) {
        try {
            return EventFeed.start(database, bell, instance, EventFeed.Limits.usual(), new EventFigures(registry));
        } catch (InterruptedException e) {
            throw new AssertionError("Interrupted while the log was found", e);
        }
    }
}
