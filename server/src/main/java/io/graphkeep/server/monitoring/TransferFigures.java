package io.graphkeep.server.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** What goes over the network between clients and the store, as figures; all are there from the start, at zero. */
public final class TransferFigures {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(100),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofMinutes(10),
        Duration.ofHours(1),
        Duration.ofHours(6)
    };

    /** The ways in which a snapshot travels. */
    public enum Way {
        UPLOAD,
        DOWNLOAD,
        PUSH;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Map<Way, Meters> ways = new EnumMap<>(Way.class);

    public TransferFigures(MeterRegistry registry) {
        for (var way : Way.values()) {
            ways.put(way, new Meters(registry, way));
        }
    }

    /** A transfer begins; it counts as failed unless it is told to be {@link Transfer#completed} before it is closed. */
    public Transfer begin(Way way) {
        return new Transfer(Objects.requireNonNull(ways.get(way)));
    }

    /** One transfer under way; safe for use by many threads. */
    public static final class Transfer implements AutoCloseable {
        private final Meters meters;
        private final long begun = System.nanoTime();
        private final AtomicBoolean closed = new AtomicBoolean();
        private volatile boolean completed;

        private Transfer(Meters meters) {
            this.meters = meters;
            meters.active.incrementAndGet();
        }

        /** So many bytes of payload went over the network. */
        public void moved(long bytes) {
            meters.bytes.increment((double) bytes);
        }

        /** All of it is there. */
        public void completed() {
            completed = true;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                meters.active.decrementAndGet();
                (completed ? meters.completed : meters.failed).increment();
                meters.duration.record(Duration.ofNanos(System.nanoTime() - begun));
            }
        }
    }

    private static final class Meters {
        final AtomicInteger active = new AtomicInteger();
        final Counter completed;
        final Counter failed;
        final Counter bytes;
        final Timer duration;

        Meters(MeterRegistry registry, Way way) {
            completed = transfers(registry, way, "completed");
            failed = transfers(registry, way, "failed");
            bytes = Counter.builder("graphkeep.transfer.bytes")
                    .description("Bytes of payload that went between clients and this server.")
                    .tag("way", way.label())
                    .register(registry);
            duration = Timer.builder("graphkeep.transfer.duration")
                    .description("Time from a transfer's beginning to its end, however it ended.")
                    .tag("way", way.label())
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry);
            Gauge.builder("graphkeep.transfers.active", active, AtomicInteger::get)
                    .description("Transfers that are under way at this server.")
                    .tag("way", way.label())
                    .register(registry);
        }

        private static Counter transfers(MeterRegistry registry, Way way, String outcome) {
            return Counter.builder("graphkeep.transfers")
                    .description("Transfers that have ended at this server.")
                    .tag("way", way.label())
                    .tag("outcome", outcome)
                    .register(registry);
        }
    }
}
