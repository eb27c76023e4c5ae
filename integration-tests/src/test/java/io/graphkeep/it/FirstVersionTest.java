package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sets, from the first version's {@code .env} to what stops a start. */
class FirstVersionTest {
    @TempDir
    Path temporary;

    @Test
    void anEnvFileOfTheFirstVersionStartsTheServer() throws IOException {
        var home = temporary.resolve("home");
        var store = temporary.resolve("backups");
        Files.createDirectories(home);
        Files.writeString(home.resolve("graphkeep.env"), """
            # Backup
            LIGHTRAG_BACKUP_ENABLED=true
            LIGHTRAG_BACKUP_STORAGE=%s
            LIGHTRAG_BACKUP_RETENTION_DAYS=30
            LIGHTRAG_AUTO_BACKUP_INTERVAL=24
            # Replication
            LIGHTRAG_REPLICATION_ENABLED=true
            LIGHTRAG_REPLICATION_HEALTH_CHECK_INTERVAL=300
            # Recovery
            LIGHTRAG_RECOVERY_ENABLED=true
            LIGHTRAG_RECOVERY_DB_URL=sqlite:///./recovery.db
            LIGHTRAG_RECOVERY_CHECKPOINT_INTERVAL=12
            # Monitoring
            LIGHTRAG_METRICS_ENABLED=true
            LIGHTRAG_METRICS_PORT=9090
            LIGHTRAG_METRICS_COLLECTION_INTERVAL=60
            LIGHTRAG_HEALTH_CHECK_ENABLED=true
            LIGHTRAG_EVENT_LOGGING_ENABLED=true
            LIGHTRAG_EVENT_LOG_RETENTION=90
            # LightRAG's own
            LIGHTRAG_KV_STORAGE=JsonKVStorage
            LLM_MODEL=some-model
            """.formatted(store));

        try (var server = ServerProcess.start(home)) {
            assertThat(server.log()).contains("WARN").contains("LIGHTRAG_RECOVERY_DB_URL");
            assertThat(server.log()).doesNotContain("LIGHTRAG_KV_STORAGE");
            assertThat(store).isNotEmptyDirectory();
            assertThat(home.resolve("database/data")).isNotEmptyDirectory();
            assertThat(server.stop()).isZero();
        }
    }

    @Test
    void badValuesAndUnknownKeysAreToldAllAtOnce() {
        try (var server = ServerProcess.launch(
                temporary.resolve("home"),
                "GRAPHKEEP_GRPC_PORT=tcp://10.0.0.7:50051",
                "GRAPHKEEP_RETENTION_DAYS=soon",
                "GRAPHKEEP_RETENSION_DAYS=30",
                "GRAPHKEEP_STORE=relative",
                "LIGHTRAG_AUTO_BACKUP_INTERVAL=daily",
                "GRAPHKEEP_SERVICE_HOST=10.0.0.7",
                "GRAPHKEEP_PORT=tcp://10.0.0.7:9090")) {
            assertThat(server.awaitExit()).isEqualTo(2);

            assertThat(server.log())
                    .contains("The configuration has 5 problems:")
                    .contains("GRAPHKEEP_GRPC_PORT: ")
                    .contains("GRAPHKEEP_RETENTION_DAYS: ")
                    .contains("GRAPHKEEP_RETENSION_DAYS: is not a key of Graphkeep. Did you mean")
                    .contains("GRAPHKEEP_STORE: ")
                    .contains("LIGHTRAG_AUTO_BACKUP_INTERVAL) must be a number of hours")
                    .doesNotContain("GRAPHKEEP_SERVICE_HOST")
                    .doesNotContain("Exception");
            assertThat(server.home()).doesNotExist();
        }
    }

    @Test
    void listeningBeyondLoopbackTakesTlsAndRoots() {
        try (var server = ServerProcess.launch(temporary.resolve("home"), "GRAPHKEEP_LISTEN=0.0.0.0")) {
            assertThat(server.awaitExit()).isEqualTo(2);

            assertThat(server.log()).contains("GRAPHKEEP_TLS_CERT").contains("GRAPHKEEP_ROOTS");
        }
    }

    @Test
    void theConfigurationInForceHidesSecrets() {
        var environment = Map.of(
                "GRAPHKEEP_HOME",
                temporary.resolve("home").toString(),
                "GRAPHKEEP_DB_URL",
                "postgresql://keeper:not-for-eyes@db.example.org/keep",
                "LIGHTRAG_BACKUP_RETENTION_DAYS",
                "14");
        for (var arguments : List.of(List.of("config"), List.of("config", "-o", "json"))) {
            var command = new ArrayList<>(arguments);

            var shown = Launcher.graphkeep(environment, command.toArray(String[]::new))
                    .expect(0);

            assertThat(shown.out())
                    .contains("db.example.org")
                    .contains("LIGHTRAG_BACKUP_RETENTION_DAYS")
                    .doesNotContain("not-for-eyes");
        }
    }
}
