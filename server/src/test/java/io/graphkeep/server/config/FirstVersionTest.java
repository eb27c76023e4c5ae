package io.graphkeep.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first version's block of settings, as its users have it beside those of LightRAG itself. */
class FirstVersionTest {
    private static final String BLOCK = """
        ### LightRAG
        HOST=0.0.0.0
        PORT=9621
        LIGHTRAG_API_KEY='a key # of theirs'
        LIGHTRAG_GRAPH_STORAGE=NetworkXStorage

        # Backup
        LIGHTRAG_BACKUP_ENABLED=true
        LIGHTRAG_BACKUP_STORAGE=./backups
        LIGHTRAG_BACKUP_RETENTION_DAYS=30
        LIGHTRAG_AUTO_BACKUP_INTERVAL=24  # hours
        # Replication
        LIGHTRAG_REPLICATION_ENABLED=True
        LIGHTRAG_REPLICATION_HEALTH_CHECK_INTERVAL=300
        # Recovery
        LIGHTRAG_RECOVERY_ENABLED=true
        LIGHTRAG_RECOVERY_DB_URL=sqlite:///./lightrag_recovery.db
        LIGHTRAG_RECOVERY_CHECKPOINT_INTERVAL=12
        # Monitoring
        LIGHTRAG_METRICS_ENABLED=true
        LIGHTRAG_METRICS_PORT=9090
        LIGHTRAG_METRICS_COLLECTION_INTERVAL=60
        LIGHTRAG_HEALTH_CHECK_ENABLED=true
        LIGHTRAG_EVENT_LOGGING_ENABLED=true
        LIGHTRAG_EVENT_LOG_RETENTION=90
        """;

    @TempDir
    Path machine;

    @Test
    void startsTheServerUnchanged() throws IOException {
        var operator = new Operator(machine);
        operator.sets("GRAPHKEEP_CONFIG", operator.writes("lightrag/.env", BLOCK));

        var config = operator.config();

        assertThat(config.database().external()).isNull();
        assertThat(config.store().url().directory()).isEqualTo(machine.resolve("here/backups"));
        assertThat(config.retention()).isEqualTo(new RetentionConfig(30, 7, 90));
        assertThat(config.schedules().backup()).isEqualTo(Duration.ofHours(24));
        assertThat(config.schedules().replicationHealthCheck()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.schedules().recoveryCheckpoint()).isEqualTo(Duration.ofHours(12));
        assertThat(config.schedules().metricsCollection()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.switches().on()).containsExactlyInAnyOrder(Switch.values());
        assertThat(config.network().httpPort()).isEqualTo(9090);
        assertThat(config.network().listen().isLoopback()).isTrue();
    }

    @Test
    void itsSqliteFileAndItsRelativePathAreToldOf() throws IOException {
        var operator = new Operator(machine);
        operator.sets("GRAPHKEEP_CONFIG", operator.writes("lightrag/.env", BLOCK));

        assertThat(operator.starts().warnings())
                .startsWith(
                        "LIGHTRAG_RECOVERY_DB_URL names a SQLite file, which cannot hold the catalog: the embedded"
                                + " PostgreSQL is used instead.",
                        "LIGHTRAG_BACKUP_STORAGE is a relative path, which depends on the directory that the server is"
                                + " started in: it is " + machine.resolve("here/backups") + " now.")
                .hasSize(3)
                .last()
                .asString()
                .startsWith("Set, and without effect in this version")
                .contains("GRAPHKEEP_RECOVERY_CHECKPOINT_INTERVAL")
                .doesNotContain("GRAPHKEEP_BACKUP_INTERVAL");
    }
}
