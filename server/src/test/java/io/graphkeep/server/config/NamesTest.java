package io.graphkeep.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each key by each of its names, with a value that is not its default. */
class NamesTest {
    record Sample(String key, String text, String shown, String alias, String aliasText) {
        static Sample of(String key, String text, String shown) {
            return new Sample(key, text, shown, "", "");
        }

        String flag() {
            return "--"
                    + key.substring("GRAPHKEEP_".length())
                            .toLowerCase(Locale.ROOT)
                            .replace('_', '-');
        }

        @Override
        public String toString() {
            return key + "=" + text;
        }
    }

    @TempDir
    Path machine;

    private Operator operator = new Operator(Path.of("/"));

    @BeforeEach
    void aMachineWithFiles() throws IOException {
        operator = new Operator(machine);
        operator.writes("cert.pem", "certificate");
        operator.writes("key.pem", "key");
        operator.writes("token", "gk_token");
        operator.writes("other.env", "");
        operator.makes("rag");
        // What some keys need beside them.
        operator.writes("user/.graphkeep/graphkeep.env", """
            GRAPHKEEP_TLS_CERT=%1$s/cert.pem
            GRAPHKEEP_TLS_KEY=%1$s/key.pem
            GRAPHKEEP_DB_URL=postgresql://db/graphkeep
            """.formatted(machine));
    }

    static List<Sample> samples() {
        return List.of(
                Sample.of("GRAPHKEEP_NODE", "alpha.example", "alpha.example"),
                Sample.of("GRAPHKEEP_SHUTDOWN_GRACE", "1m30s", "90s"),
                Sample.of("GRAPHKEEP_LISTEN", "::1", "::1"),
                Sample.of("GRAPHKEEP_GRPC_PORT", "0", "0"),
                new Sample("GRAPHKEEP_HTTP_PORT", "9191", "9191", "LIGHTRAG_METRICS_PORT", "9191"),
                Sample.of("GRAPHKEEP_CHANNELZ_PORT", "9292", "9292"),
                Sample.of("GRAPHKEEP_TLS_CERT", "@/key.pem", "@/key.pem"),
                Sample.of("GRAPHKEEP_TLS_KEY", "@/cert.pem", "@/cert.pem"),
                Sample.of("GRAPHKEEP_TLS_CLIENT_CA", "@/cert.pem", "@/cert.pem"),
                Sample.of("GRAPHKEEP_KEEPALIVE_TIME", "2m", "2m"),
                Sample.of("GRAPHKEEP_KEEPALIVE_TIMEOUT", "PT20S", "20s"),
                Sample.of("GRAPHKEEP_ADMIN_TOKEN_FILE", "@/token", "@/token"),
                Sample.of("GRAPHKEEP_METRICS_OPEN", "yes", "true"),
                Sample.of("GRAPHKEEP_HTTP_HOSTS", "Keep.example, proxy", "keep.example,proxy"),
                Sample.of("GRAPHKEEP_ROOTS", "@/rag:~/more", "@/rag:@/user/more"),
                new Sample(
                        "GRAPHKEEP_DB_URL",
                        "postgresql://gk:pw@db.example:5433/cat",
                        "jdbc:postgresql://db.example:5433/cat?user=gk&password=***",
                        "LIGHTRAG_RECOVERY_DB_URL",
                        "postgresql+asyncpg://gk:pw@db.example:5433/cat"),
                Sample.of("GRAPHKEEP_DB_USER", "gk", "gk"),
                Sample.of("GRAPHKEEP_DB_POOL_SIZE", "20", "20"),
                Sample.of("GRAPHKEEP_DB_STATEMENT_TIMEOUT", "45s", "45s"),
                new Sample("GRAPHKEEP_STORE", "file://@/s", "@/s", "LIGHTRAG_BACKUP_STORAGE", "@/s"),
                Sample.of("GRAPHKEEP_KEY_FILE", "@/my.key", "@/my.key"),
                Sample.of("GRAPHKEEP_COMPRESSION_LEVEL", "3", "3"),
                Sample.of("GRAPHKEEP_PACK_SIZE", "16M", "16MiB"),
                Sample.of("GRAPHKEEP_SPACE_RESERVE", "1 GiB", "1GiB"),
                Sample.of("GRAPHKEEP_CAPTURE_WORKERS", "5", "5"),
                Sample.of("GRAPHKEEP_CAPTURE_MEMORY", "64MiB", "64MiB"),
                Sample.of("GRAPHKEEP_CAPTURE_READ_RATE", "50MiB/s", "50MiB"),
                Sample.of("GRAPHKEEP_RESTORE_WORKERS", "6", "6"),
                Sample.of("GRAPHKEEP_RESTORE_KEEP", "0s", "0s"),
                Sample.of("GRAPHKEEP_DOWNLOAD_MEMORY", "64MiB", "64MiB"),
                Sample.of("GRAPHKEEP_PUSH_MEMORY", "64MiB", "64MiB"),
                Sample.of("GRAPHKEEP_PUSH_KEEP", "20m", "20m"),
                Sample.of("GRAPHKEEP_TRANSFER_IDLE", "5m", "5m"),
                Sample.of("GRAPHKEEP_TRANSFER_TIME", "12h", "12h"),
                Sample.of("GRAPHKEEP_VERIFY_WORKERS", "6", "6"),
                Sample.of("GRAPHKEEP_VERIFY_READ_RATE", "60MiB/s", "60MiB"),
                Sample.of("GRAPHKEEP_SCRUB_INTERVAL", "6h", "6h"),
                Sample.of("GRAPHKEEP_SCRUB_PERIOD", "14d", "14d"),
                Sample.of("GRAPHKEEP_SCRUB_READ_RATE", "8MiB", "8MiB"),
                new Sample("GRAPHKEEP_RETENTION_DAYS", "14", "14", "LIGHTRAG_BACKUP_RETENTION_DAYS", "14"),
                Sample.of("GRAPHKEEP_PROTECTED_DAYS", "0", "0"),
                new Sample("GRAPHKEEP_EVENT_RETENTION_DAYS", "365", "365", "LIGHTRAG_EVENT_LOG_RETENTION", "365"),
                Sample.of("GRAPHKEEP_CLEANUP_INTERVAL", "12h", "12h"),
                Sample.of("GRAPHKEEP_CLEANUP_PERCENT", "40", "40"),
                Sample.of("GRAPHKEEP_CLEANUP_FLOOR", "2 GiB", "2GiB"),
                Sample.of("GRAPHKEEP_COMPACT_DEAD_PERCENT", "60", "60"),
                Sample.of("GRAPHKEEP_COMPACT_SPREAD", "32", "32"),
                new Sample("GRAPHKEEP_BACKUP_INTERVAL", "6h", "6h", "LIGHTRAG_AUTO_BACKUP_INTERVAL", "6"),
                new Sample(
                        "GRAPHKEEP_REPLICATION_HEALTH_CHECK_INTERVAL",
                        "10m",
                        "10m",
                        "LIGHTRAG_REPLICATION_HEALTH_CHECK_INTERVAL",
                        "600"),
                new Sample(
                        "GRAPHKEEP_RECOVERY_CHECKPOINT_INTERVAL",
                        "30m",
                        "30m",
                        "LIGHTRAG_RECOVERY_CHECKPOINT_INTERVAL",
                        "0.5"),
                new Sample(
                        "GRAPHKEEP_METRICS_COLLECTION_INTERVAL",
                        "15s",
                        "15s",
                        "LIGHTRAG_METRICS_COLLECTION_INTERVAL",
                        "15"),
                Sample.of("GRAPHKEEP_TIME_ZONE", "Europe/Berlin", "Europe/Berlin"),
                new Sample("GRAPHKEEP_BACKUP_ENABLED", "off", "false", "LIGHTRAG_BACKUP_ENABLED", "False"),
                new Sample("GRAPHKEEP_REPLICATION_ENABLED", "0", "false", "LIGHTRAG_REPLICATION_ENABLED", "0"),
                new Sample("GRAPHKEEP_RECOVERY_ENABLED", "NO", "false", "LIGHTRAG_RECOVERY_ENABLED", "no"),
                new Sample("GRAPHKEEP_METRICS_ENABLED", "false", "false", "LIGHTRAG_METRICS_ENABLED", "off"),
                new Sample(
                        "GRAPHKEEP_HEALTH_CHECK_ENABLED", "False", "false", "LIGHTRAG_HEALTH_CHECK_ENABLED", "FALSE"),
                new Sample(
                        "GRAPHKEEP_EVENT_LOGGING_ENABLED", "Off", "false", "LIGHTRAG_EVENT_LOGGING_ENABLED", "false"),
                Sample.of("GRAPHKEEP_MAX_MESSAGE_SIZE", "8MiB", "8MiB"),
                Sample.of("GRAPHKEEP_MAX_HEADER_SIZE", "32768", "32KiB"),
                Sample.of("GRAPHKEEP_MAX_CONNECTIONS", "50", "50"),
                Sample.of("GRAPHKEEP_MAX_CALLS_PER_CONNECTION", "7", "7"),
                Sample.of("GRAPHKEEP_MAX_STREAMS_PER_TOKEN", "8", "8"),
                Sample.of("GRAPHKEEP_MAX_REQUESTS_PER_SECOND", "9", "9"),
                Sample.of("GRAPHKEEP_OPERATION_WORKERS", "2", "2"),
                Sample.of("GRAPHKEEP_OPERATION_LEASE", "1m", "1m"),
                Sample.of("GRAPHKEEP_OPERATION_HEARTBEAT", "500ms", "500ms"),
                Sample.of("GRAPHKEEP_LOG_FORMAT", "JSON", "json"),
                Sample.of("GRAPHKEEP_LOG_LEVEL", "Debug", "debug"));
    }

    static Stream<Sample> samplesWithAlias() {
        return samples().stream().filter(sample -> !sample.alias().isEmpty());
    }

    @Test
    void everyKeyIsTriedHereOrInATestOfItsOwn() {
        var ownTests = Stream.of(
                "GRAPHKEEP_HOME",
                "GRAPHKEEP_CONFIG",
                "GRAPHKEEP_PLAINTEXT",
                "GRAPHKEEP_DB_PASSWORD",
                "GRAPHKEEP_MASTER_KEY");

        var tried = Stream.concat(samples().stream().map(Sample::key), ownTests).collect(Collectors.toSet());

        assertThat(tried).isEqualTo(Keys.ALL.stream().map(Key::name).collect(Collectors.toSet()));
    }

    @Test
    void everyNameOfTheFirstVersionIsTriedHere() {
        assertThat(samplesWithAlias().map(Sample::alias))
                .containsExactlyInAnyOrder(
                        "LIGHTRAG_BACKUP_ENABLED",
                        "LIGHTRAG_BACKUP_STORAGE",
                        "LIGHTRAG_BACKUP_RETENTION_DAYS",
                        "LIGHTRAG_AUTO_BACKUP_INTERVAL",
                        "LIGHTRAG_REPLICATION_ENABLED",
                        "LIGHTRAG_REPLICATION_HEALTH_CHECK_INTERVAL",
                        "LIGHTRAG_RECOVERY_ENABLED",
                        "LIGHTRAG_RECOVERY_DB_URL",
                        "LIGHTRAG_RECOVERY_CHECKPOINT_INTERVAL",
                        "LIGHTRAG_METRICS_ENABLED",
                        "LIGHTRAG_METRICS_PORT",
                        "LIGHTRAG_METRICS_COLLECTION_INTERVAL",
                        "LIGHTRAG_HEALTH_CHECK_ENABLED",
                        "LIGHTRAG_EVENT_LOGGING_ENABLED",
                        "LIGHTRAG_EVENT_LOG_RETENTION");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isReadFromTheEnvironment(Sample sample) {
        operator.sets(sample.key(), here(sample.text()));

        assertThat(operator.setting(sample.key()))
                .isEqualTo(new Setting(sample.key(), here(sample.shown()), Source.ENVIRONMENT, sample.key()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isReadFromAFlagAndItsNextArgument(Sample sample) {
        operator.types(sample.flag(), here(sample.text()));

        assertThat(operator.setting(sample.key()))
                .isEqualTo(new Setting(sample.key(), here(sample.shown()), Source.FLAG, sample.flag()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isReadFromAFlagWithAnEqualsSign(Sample sample) {
        operator.types(sample.flag() + "=" + here(sample.text()));

        assertThat(operator.setting(sample.key()).value()).isEqualTo(here(sample.shown()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isReadFromAFile(Sample sample) throws IOException {
        var usual = Files.readString(operator.home().resolve("graphkeep.env"));
        var file = operator.writes("my.env", usual + sample.key() + "=" + here(sample.text()) + "\n");
        operator.sets("GRAPHKEEP_CONFIG", file);

        assertThat(operator.setting(sample.key()))
                .isEqualTo(new Setting(sample.key(), here(sample.shown()), Source.FILE, file + ":4"));
    }

    @ParameterizedTest
    @MethodSource("samplesWithAlias")
    void isReadByTheFirstVersionsName(Sample sample) {
        operator.sets(sample.alias(), here(sample.aliasText()));

        assertThat(operator.setting(sample.key()))
                .isEqualTo(new Setting(sample.key(), here(sample.shown()), Source.FIRST_VERSION, sample.alias()));
    }

    @ParameterizedTest
    @MethodSource("samplesWithAlias")
    void isReadByTheFirstVersionsNameInAFile(Sample sample) throws IOException {
        var file = operator.writes("my.env", sample.alias() + "='" + here(sample.aliasText()) + "'\n");
        operator.sets("GRAPHKEEP_CONFIG", file);

        assertThat(operator.setting(sample.key()))
                .isEqualTo(new Setting(sample.key(), here(sample.shown()), Source.FILE_FIRST_VERSION, file + ":1"));
    }

    private String here(String text) {
        return text.replace("@/", machine + "/");
    }
}
