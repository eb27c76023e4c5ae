package io.graphkeep.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultsTest {
    @TempDir
    Path machine;

    @Test
    void everyKeyHasTheDefaultThatIsDocumented() {
        var operator = new Operator(machine);

        var shown = operator.starts().settings().stream()
                .map(setting -> (setting.key() + "=" + setting.value()).replace(machine.toString(), ""))
                .collect(Collectors.joining("\n"));

        assertThat(shown).isEqualTo("""
            GRAPHKEEP_HOME=/user/.graphkeep
            GRAPHKEEP_CONFIG=
            GRAPHKEEP_NODE=node-7
            GRAPHKEEP_SHUTDOWN_GRACE=30s
            GRAPHKEEP_LISTEN=127.0.0.1
            GRAPHKEEP_GRPC_PORT=50051
            GRAPHKEEP_HTTP_PORT=9090
            GRAPHKEEP_CHANNELZ_PORT=
            GRAPHKEEP_PLAINTEXT=false
            GRAPHKEEP_TLS_CERT=
            GRAPHKEEP_TLS_KEY=
            GRAPHKEEP_TLS_CLIENT_CA=
            GRAPHKEEP_KEEPALIVE_TIME=30s
            GRAPHKEEP_KEEPALIVE_TIMEOUT=10s
            GRAPHKEEP_ADMIN_TOKEN_FILE=
            GRAPHKEEP_METRICS_OPEN=false
            GRAPHKEEP_HTTP_HOSTS=
            GRAPHKEEP_ROOTS=
            GRAPHKEEP_DB_URL=
            GRAPHKEEP_DB_USER=
            GRAPHKEEP_DB_PASSWORD=
            GRAPHKEEP_DB_POOL_SIZE=16
            GRAPHKEEP_DB_STATEMENT_TIMEOUT=30s
            GRAPHKEEP_STORE=/user/.graphkeep/store
            GRAPHKEEP_KEY_FILE=/user/.graphkeep/keys/master.key
            GRAPHKEEP_MASTER_KEY=
            GRAPHKEEP_COMPRESSION_LEVEL=1
            GRAPHKEEP_PACK_SIZE=32MiB
            GRAPHKEEP_SPACE_RESERVE=
            GRAPHKEEP_CAPTURE_WORKERS=3
            GRAPHKEEP_CAPTURE_MEMORY=32MiB
            GRAPHKEEP_CAPTURE_READ_RATE=
            GRAPHKEEP_RESTORE_WORKERS=3
            GRAPHKEEP_RESTORE_KEEP=7d
            GRAPHKEEP_DOWNLOAD_MEMORY=96MiB
            GRAPHKEEP_PUSH_MEMORY=128MiB
            GRAPHKEEP_PUSH_KEEP=10m
            GRAPHKEEP_VERIFY_WORKERS=3
            GRAPHKEEP_VERIFY_READ_RATE=
            GRAPHKEEP_SCRUB_INTERVAL=24h
            GRAPHKEEP_SCRUB_PERIOD=30d
            GRAPHKEEP_SCRUB_READ_RATE=32MiB
            GRAPHKEEP_RETENTION_DAYS=30
            GRAPHKEEP_PROTECTED_DAYS=7
            GRAPHKEEP_EVENT_RETENTION_DAYS=90
            GRAPHKEEP_CLEANUP_INTERVAL=24h
            GRAPHKEEP_CLEANUP_PERCENT=25
            GRAPHKEEP_CLEANUP_FLOOR=1GiB
            GRAPHKEEP_COMPACT_DEAD_PERCENT=50
            GRAPHKEEP_COMPACT_SPREAD=24
            GRAPHKEEP_BACKUP_INTERVAL=24h
            GRAPHKEEP_REPLICATION_HEALTH_CHECK_INTERVAL=5m
            GRAPHKEEP_RECOVERY_CHECKPOINT_INTERVAL=12h
            GRAPHKEEP_METRICS_COLLECTION_INTERVAL=1m
            GRAPHKEEP_TIME_ZONE=UTC
            GRAPHKEEP_BACKUP_ENABLED=true
            GRAPHKEEP_REPLICATION_ENABLED=true
            GRAPHKEEP_RECOVERY_ENABLED=true
            GRAPHKEEP_METRICS_ENABLED=true
            GRAPHKEEP_HEALTH_CHECK_ENABLED=true
            GRAPHKEEP_EVENT_LOGGING_ENABLED=true
            GRAPHKEEP_MAX_MESSAGE_SIZE=4MiB
            GRAPHKEEP_MAX_HEADER_SIZE=16KiB
            GRAPHKEEP_MAX_CONNECTIONS=1000
            GRAPHKEEP_MAX_CALLS_PER_CONNECTION=100
            GRAPHKEEP_MAX_STREAMS_PER_TOKEN=100
            GRAPHKEEP_MAX_REQUESTS_PER_SECOND=500
            GRAPHKEEP_TRANSFER_IDLE=2m
            GRAPHKEEP_TRANSFER_TIME=24h
            GRAPHKEEP_OPERATION_WORKERS=4
            GRAPHKEEP_OPERATION_LEASE=30s
            GRAPHKEEP_OPERATION_HEARTBEAT=10s
            GRAPHKEEP_LOG_FORMAT=text
            GRAPHKEEP_LOG_LEVEL=info\
            """);
    }

    @Test
    void aServerWithoutAnyConfigurationIsEmbeddedAndReachableFromItsMachineAlone() {
        var config = new Operator(machine).config();

        assertThat(config.demo()).isFalse();
        assertThat(config.home()).isEqualTo(new Home(machine.resolve("user/.graphkeep")));
        assertThat(config.network().listen().isLoopback()).isTrue();
        assertThat(config.network().tls()).isNull();
        assertThat(config.network().channelzPort()).isNull();
        assertThat(config.access()).isEqualTo(new AccessConfig(null, false, List.of(), List.of()));
        assertThat(config.database().external()).isNull();
        assertThat(config.store().url().directory()).isEqualTo(config.home().store());
        assertThat(config.store().keyFile()).isEqualTo(config.home().masterKey());
        assertThat(config.store().spaceReserve()).isNull();
        assertThat(config.work())
                .isEqualTo(new WorkConfig(
                        3, 32 << 20, null, 3, Duration.ofDays(7), 96 << 20, 128 << 20, Duration.ofMinutes(10)));
        assertThat(config.switches().on()).containsExactlyInAnyOrder(Switch.values());
        assertThat(config.limits())
                .isEqualTo(new LimitConfig(
                        4 << 20, 16 << 10, 1000, 100, 100, 500, Duration.ofMinutes(2), Duration.ofHours(24)));
    }

    @Test
    void everyDefaultIsToldAsOne() {
        assertThat(new Operator(machine).starts().settings())
                .allMatch(Setting::isDefault)
                .allMatch(setting -> setting.where().isEmpty());
    }

    @Test
    void anEmptyValueCountsAsNotSet() {
        var operator = new Operator(machine).sets("GRAPHKEEP_GRPC_PORT", "").sets("GRAPHKEEP_DB_URL", "  ");

        assertThat(operator.setting("GRAPHKEEP_GRPC_PORT").isDefault()).isTrue();
        assertThat(operator.config().database().external()).isNull();
    }
}
