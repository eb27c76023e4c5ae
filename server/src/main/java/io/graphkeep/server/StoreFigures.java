package io.graphkeep.server;

import io.graphkeep.server.store.StoreStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** What garbage collection waits for, and what it has before it, as figures. */
final class StoreFigures {
    private final AtomicLong oldestSession = new AtomicLong();
    private final AtomicLong condemnedBytes = new AtomicLong();

    void enter(MeterRegistry registry) {
        Gauge.builder("graphkeep.store.oldest.session.timestamp.seconds", oldestSession, AtomicLong::get)
                .description("When the session was opened that is open longest and holds up sweeping; 0 where none is.")
                .register(registry);
        Gauge.builder("graphkeep.store.condemned.bytes", condemnedBytes, AtomicLong::get)
                .description("Bytes that the next cleanups will free: what nothing needs, and what broken captures have"
                        + " left.")
                .register(registry);
    }

    void read(StoreStatus status) {
        oldestSession.set(status.oldestSession().map(Instant::getEpochSecond).orElse(0L));
        condemnedBytes.set(status.condemnedBytes());
    }
}
