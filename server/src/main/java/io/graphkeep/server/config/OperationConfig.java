package io.graphkeep.server.config;

import java.time.Duration;
import java.util.List;

/**
 * How operations are run and how a dead server's operations are noticed.
 *
 * @param lease how long a server that says nothing keeps what it claimed
 * @param heartbeat how often a server renews its leases; at most half of one
 */
public record OperationConfig(int workers, Duration lease, Duration heartbeat) {

    static final Key<Integer> OPERATION_WORKERS = Key.of(Group.OPERATIONS, "OPERATION_WORKERS", Types.integer(1, 64))
            .otherwise("4")
            .means("How many operations run at once on this server; the others wait their turn.");
    static final Key<Duration> OPERATION_LEASE = Key.of(
                    Group.OPERATIONS, "OPERATION_LEASE", Types.duration(Duration.ofSeconds(2), Duration.ofHours(1)))
            .otherwise("30s")
            .means("How long a server that has stopped answering keeps its operations before another takes them over.");
    static final Key<Duration> OPERATION_HEARTBEAT = Key.of(
                    Group.OPERATIONS,
                    "OPERATION_HEARTBEAT",
                    Types.duration(Duration.ofMillis(100), Duration.ofMinutes(30)))
            .otherwise("10s")
            .means("How often a server renews its leases; at most half of `GRAPHKEEP_OPERATION_LEASE`.");

    static final List<Key<?>> KEYS = List.of(OPERATION_WORKERS, OPERATION_LEASE, OPERATION_HEARTBEAT);

    static OperationConfig from(Values values) {
        return new OperationConfig(
                values.get(OPERATION_WORKERS), values.get(OPERATION_LEASE), values.get(OPERATION_HEARTBEAT));
    }
}
