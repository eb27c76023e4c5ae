package io.graphkeep.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both ends of every range, and one step beyond each. */
class RangesTest {
    private static final String RANGES = """
        GRAPHKEEP_SHUTDOWN_GRACE,                    0s,    1h,      -1s,    3601s
        GRAPHKEEP_GRPC_PORT,                         0,     65535,   -1,     65536
        GRAPHKEEP_HTTP_PORT,                         0,     65535,   -1,     65536
        LIGHTRAG_METRICS_PORT,                       0,     65535,   -1,     65536
        GRAPHKEEP_CHANNELZ_PORT,                     0,     65535,   -1,     65536
        GRAPHKEEP_KEEPALIVE_TIME,                    1s,    2h,      999ms,  7201s
        GRAPHKEEP_KEEPALIVE_TIMEOUT,                 1s,    10m,     999ms,  601s
        GRAPHKEEP_DB_POOL_SIZE,                      4,     200,     3,      201
        GRAPHKEEP_DB_STATEMENT_TIMEOUT,              1s,    1h,      999ms,  3601s
        GRAPHKEEP_COMPRESSION_LEVEL,                 1,     19,      0,      20
        GRAPHKEEP_PACK_SIZE,                         1MiB,  1GiB,    1048575,1073741825
        GRAPHKEEP_SPACE_RESERVE,                     0,     1024TiB, -1,     1125899906842625
        GRAPHKEEP_CAPTURE_WORKERS,                   1,     64,      0,      65
        GRAPHKEEP_CAPTURE_MEMORY,                    8MiB,  1GiB,   8388607, 1073741825
        GRAPHKEEP_CAPTURE_READ_RATE,                 64KiB, 1TiB,    65535,  1099511627777
        GRAPHKEEP_RESTORE_WORKERS,                   1,     64,      0,      65
        GRAPHKEEP_RESTORE_KEEP,                      0s,    3650d,   -1s,    3651d
        GRAPHKEEP_DOWNLOAD_MEMORY,                   8MiB,  4GiB,    7MiB,   5GiB
        GRAPHKEEP_PUSH_MEMORY,                       16MiB, 16GiB,   15MiB,  17GiB
        GRAPHKEEP_PUSH_KEEP,                         1m,    7d,      59s,    8d
        GRAPHKEEP_TRANSFER_IDLE,                     1s,    1h,      999ms,  61m
        GRAPHKEEP_TRANSFER_TIME,                     1s,    30d,     999ms,  31d
        GRAPHKEEP_VERIFY_WORKERS,                    1,     64,      0,      65
        GRAPHKEEP_VERIFY_READ_RATE,                  64KiB, 1TiB,    65535,  1099511627777
        GRAPHKEEP_SCRUB_INTERVAL,                    1h,    366d,    59m,    367d
        GRAPHKEEP_SCRUB_PERIOD,                      1d,    3650d,   23h,    3651d
        GRAPHKEEP_SCRUB_READ_RATE,                   64KiB, 1TiB,    65535,  1099511627777
        GRAPHKEEP_RETENTION_DAYS,                    1,     36500,   0,      36501
        LIGHTRAG_BACKUP_RETENTION_DAYS,              1,     36500,   0,      36501
        GRAPHKEEP_PROTECTED_DAYS,                    0,     36500,   -1,     36501
        GRAPHKEEP_EVENT_RETENTION_DAYS,              1,     36500,   0,      36501
        LIGHTRAG_EVENT_LOG_RETENTION,                1,     36500,   0,      36501
        GRAPHKEEP_CLEANUP_INTERVAL,                  1m,    366d,    59s,    367d
        GRAPHKEEP_CLEANUP_PERCENT,                   1,     100,     0,      101
        GRAPHKEEP_CLEANUP_FLOOR,                     0,     1024TiB, -1,     1125899906842625
        GRAPHKEEP_COMPACT_DEAD_PERCENT,              10,    100,     9,      101
        GRAPHKEEP_COMPACT_SPREAD,                    8,     256,     7,      257
        GRAPHKEEP_BACKUP_INTERVAL,                   1m,    366d,    59s,    367d
        LIGHTRAG_AUTO_BACKUP_INTERVAL,               0.0167,8784,    0.016,  8785
        GRAPHKEEP_REPLICATION_HEALTH_CHECK_INTERVAL, 1s,    24h,     999ms,  86401s
        LIGHTRAG_REPLICATION_HEALTH_CHECK_INTERVAL,  1,     86400,   0,      86401
        GRAPHKEEP_RECOVERY_CHECKPOINT_INTERVAL,      1m,    366d,    59s,    367d
        LIGHTRAG_RECOVERY_CHECKPOINT_INTERVAL,       0.0167,8784,    0,      8785
        GRAPHKEEP_METRICS_COLLECTION_INTERVAL,       1s,    24h,     999ms,  86401s
        LIGHTRAG_METRICS_COLLECTION_INTERVAL,        1,     86400,   0,      86401
        GRAPHKEEP_MAX_MESSAGE_SIZE,                  512KiB,64MiB,   524287, 67108865
        GRAPHKEEP_MAX_HEADER_SIZE,                   4KiB,  1MiB,    4095,   1048577
        GRAPHKEEP_MAX_CONNECTIONS,                   1,     100000,  0,      100001
        GRAPHKEEP_MAX_CALLS_PER_CONNECTION,          1,     10000,   0,      10001
        GRAPHKEEP_MAX_STREAMS_PER_TOKEN,             1,     10000,   0,      10001
        GRAPHKEEP_MAX_REQUESTS_PER_SECOND,           1,     1000000, 0,      1000001
        GRAPHKEEP_OPERATION_WORKERS,                 1,     64,      0,      65
        """;

    @TempDir
    Path machine;

    @ParameterizedTest
    @CsvSource(textBlock = RANGES)
    void takesBothEndsAndNothingBeyond(String name, String least, String most, String below, String above) {
        assertThat(operator(name, least).starts()).isNotNull();
        assertThat(operator(name, most).starts()).isNotNull();
        assertThat(operator(name, below).problems()).singleElement().asString().contains("\"" + below + "\"");
        assertThat(operator(name, above).problems()).singleElement().asString().contains("\"" + above + "\"");
    }

    @Test
    void everyKeyWithARangeIsTriedHere() {
        var beside = Set.of("GRAPHKEEP_OPERATION_LEASE", "GRAPHKEEP_OPERATION_HEARTBEAT");

        var ranged = Keys.ALL.stream()
                .filter(key -> key.type().allowed().matches(".* from .* to .*"))
                .map(Key::name)
                .filter(name -> !beside.contains(name))
                .collect(Collectors.toSet());

        assertThat(ranged).isNotEmpty().allMatch(RANGES::contains);
    }

    @ParameterizedTest
    @CsvSource({"2s, 1s", "1h, 30m", "2s, 100ms"})
    void aLeaseAndItsHeartbeatTakeTheirEnds(String lease, String heartbeat) {
        var operator = operator("GRAPHKEEP_OPERATION_LEASE", lease).sets("GRAPHKEEP_OPERATION_HEARTBEAT", heartbeat);

        assertThat(operator.starts()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"1999ms, 900ms", "3601s, 1s", "30s, 99ms", "30s, 1801s", "30s, 15001ms"})
    void aLeaseAndItsHeartbeatTakeNothingElse(String lease, String heartbeat) {
        var operator = operator("GRAPHKEEP_OPERATION_LEASE", lease).sets("GRAPHKEEP_OPERATION_HEARTBEAT", heartbeat);

        assertThat(operator.problems()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"GRAPHKEEP_BACKUP_INTERVAL, 24, 24s", "GRAPHKEEP_SHUTDOWN_GRACE, 5, 5m"})
    void aDurationWithoutAUnitIsNotGuessed(String name, String text, String advice) {
        assertThat(operator(name, text).problems())
                .singleElement()
                .asString()
                .contains("Say its unit")
                .contains(advice);
    }

    @ParameterizedTest
    @CsvSource({
        "GRAPHKEEP_PLAINTEXT, maybe",
        "GRAPHKEEP_LISTEN, 300.1.1.1",
        "GRAPHKEEP_LISTEN, a b",
        "GRAPHKEEP_LISTEN, -x",
        "GRAPHKEEP_HOME, here",
        "GRAPHKEEP_HOME, ~else/x",
        "GRAPHKEEP_KEY_FILE, ./key",
        "GRAPHKEEP_ROOTS, /a:b",
        "GRAPHKEEP_ROOTS, :",
        "GRAPHKEEP_HTTP_HOSTS, a b",
        "GRAPHKEEP_HTTP_HOSTS, https://keep.example",
        "GRAPHKEEP_NODE, a/b",
        "GRAPHKEEP_TIME_ZONE, Mars/Olympus",
        "GRAPHKEEP_LOG_LEVEL, loud",
        "GRAPHKEEP_LOG_FORMAT, xml",
        "GRAPHKEEP_STORE, store",
        "GRAPHKEEP_STORE, file://host/store",
        "GRAPHKEEP_STORE, file:store",
        "GRAPHKEEP_PACK_SIZE, 3 apples",
        "GRAPHKEEP_PACK_SIZE, 99999999999999999999",
        "GRAPHKEEP_PACK_SIZE, 999999999999999T",
        "GRAPHKEEP_KEEPALIVE_TIME, soon",
        "GRAPHKEEP_KEEPALIVE_TIME, PTX",
        "GRAPHKEEP_GRPC_PORT, 1e3",
        "GRAPHKEEP_GRPC_PORT, ٣"
    })
    void whatIsNoValueOfItsTypeIsRefused(String name, String text) {
        assertThat(operator(name, text).problems())
                .singleElement()
                .asString()
                .startsWith(name + ": \"" + text + "\"")
                .contains(" must be ");
    }

    @ParameterizedTest
    @CsvSource({"s3://bucket/x, s3:", "gs://bucket, gs:", "az://c, az:", "https://host/x, https:"})
    void aStoreElsewhereIsExplained(String text, String scheme) {
        assertThat(operator("GRAPHKEEP_STORE", text).problems())
                .singleElement()
                .asString()
                .contains("Stores at " + scheme + " are not supported yet");
    }

    private Operator operator(String name, String text) {
        return new Operator(machine).sets(name, text);
    }
}
