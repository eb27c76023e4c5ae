package io.graphkeep.server.config;

import java.time.Duration;
import java.util.List;

/** What one caller may ask of the server at once. */
public record LimitConfig(
        int maxMessageSize,
        int maxHeaderSize,
        int maxConnections,
        int maxCallsPerConnection,
        int maxStreamsPerToken,
        int maxRequestsPerSecond,
        Duration transferIdle,
        Duration transferTime) {

    static final Key<Long> MAX_MESSAGE_SIZE = Key.of(Group.LIMITS, "MAX_MESSAGE_SIZE", Types.size(512 << 10, 64 << 20))
            .otherwise("4MiB")
            .means("The largest message that the server takes.");
    static final Key<Long> MAX_HEADER_SIZE = Key.of(Group.LIMITS, "MAX_HEADER_SIZE", Types.size(4 << 10, 1 << 20))
            .otherwise("16KiB")
            .means("The most that the headers of one call may take.");
    static final Key<Integer> MAX_CONNECTIONS = Key.of(Group.LIMITS, "MAX_CONNECTIONS", Types.integer(1, 100_000))
            .otherwise("1000")
            .means("The most connections at once, on each port.");
    static final Key<Integer> MAX_CALLS_PER_CONNECTION = Key.of(
                    Group.LIMITS, "MAX_CALLS_PER_CONNECTION", Types.integer(1, 10_000))
            .otherwise("100")
            .means("The most calls that run at once on one connection.");
    static final Key<Integer> MAX_STREAMS_PER_TOKEN = Key.of(
                    Group.LIMITS, "MAX_STREAMS_PER_TOKEN", Types.integer(1, 10_000))
            .otherwise("100")
            .means("The most streams (watches, uploads, downloads) that one token may have open at once.");
    static final Key<Integer> MAX_REQUESTS_PER_SECOND = Key.of(
                    Group.LIMITS, "MAX_REQUESTS_PER_SECOND", Types.integer(1, 1_000_000))
            .otherwise("500")
            .means("The most calls a second that one token may start; twice as many in a burst.");

    static final Key<Duration> TRANSFER_IDLE = Key.of(
                    Group.LIMITS, "TRANSFER_IDLE", Types.duration(Duration.ofSeconds(1), Duration.ofHours(1)))
            .otherwise("2m")
            .means("How long an upload or a push may bring nothing, and the reader of a download may take nothing,"
                    + " before the stream is ended.");
    static final Key<Duration> TRANSFER_TIME = Key.of(
                    Group.LIMITS, "TRANSFER_TIME", Types.duration(Duration.ofSeconds(1), Duration.ofDays(30)))
            .otherwise("24h")
            .means("How long one stream of an upload, a push or a download may take. A push goes on in another one,"
                    + " and so does a download that is no archive.");

    static final List<Key<?>> KEYS = List.of(
            MAX_MESSAGE_SIZE,
            MAX_HEADER_SIZE,
            MAX_CONNECTIONS,
            MAX_CALLS_PER_CONNECTION,
            MAX_STREAMS_PER_TOKEN,
            MAX_REQUESTS_PER_SECOND,
            TRANSFER_IDLE,
            TRANSFER_TIME);

    static LimitConfig from(Values values) {
        return new LimitConfig(
                Math.toIntExact(values.get(MAX_MESSAGE_SIZE)),
                Math.toIntExact(values.get(MAX_HEADER_SIZE)),
                values.get(MAX_CONNECTIONS),
                values.get(MAX_CALLS_PER_CONNECTION),
                values.get(MAX_STREAMS_PER_TOKEN),
                values.get(MAX_REQUESTS_PER_SECOND),
                values.get(TRANSFER_IDLE),
                values.get(TRANSFER_TIME));
    }
}
