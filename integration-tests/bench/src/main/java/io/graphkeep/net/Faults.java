package io.graphkeep.net;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The fault that waits for its byte, and what was carried so far. */
final class Faults {
    /** A fault, and whether it has happened. */
    record Planned(Fault fault, CountDownLatch happened) {}

    /** How many of some bytes may still be delivered, and what happens then. */
    record Admission(int bytes, @Nullable Planned then) {}

    private final Map<Direction, Long> carried = new EnumMap<>(Direction.class);
    private @Nullable Planned planned;
    private long left;
    private CountDownLatch happened = new CountDownLatch(0);

    /** Plans a fault, in place of one that still waits. */
    synchronized void plan(Fault fault) {
        happened = new CountDownLatch(1);
        planned = new Planned(fault, happened);
        left = fault.afterBytes();
    }

    synchronized Admission admit(Direction direction, int bytes) {
        var waiting = planned;
        if (waiting == null || waiting.fault().direction() != direction) {
            return admitted(direction, bytes, null);
        }
        if (bytes <= left) {
            left -= bytes;
            return admitted(direction, bytes, null);
        }
        planned = null;
        return admitted(direction, (int) left, waiting);
    }

    /** What is counted down when the fault that was planned last has happened. */
    synchronized CountDownLatch happened() {
        return happened;
    }

    synchronized long carried(Direction direction) {
        return carried.getOrDefault(direction, 0L);
    }

    private Admission admitted(Direction direction, int bytes, @Nullable Planned then) {
        carried.merge(direction, (long) bytes, Long::sum);
        return new Admission(bytes, then);
    }
}
