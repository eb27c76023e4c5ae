package io.graphkeep.server;

import io.graphkeep.server.config.Switch;
import io.graphkeep.server.config.SwitchConfig;
import io.graphkeep.server.monitoring.ComponentHealth;
import io.graphkeep.server.monitoring.Health;
import io.graphkeep.server.monitoring.HealthMetrics;
import io.graphkeep.server.monitoring.Metrics;
import io.graphkeep.server.monitoring.Probes;
import io.graphkeep.server.monitoring.Readiness;
import io.graphkeep.server.monitoring.TransferFigures;
import java.time.Clock;
import java.util.List;

/** What the server knows of itself: its figures, the health of its parts, and whether it is ready. */
record Telemetry(Metrics metrics, TransferFigures transfers, Health health, Probes probes, Readiness readiness)
        implements AutoCloseable {
    static final String DATABASE = "database";
    static final String STORE = "store";
    static final String SPACE = "space";
    static final String KEY = "key";
    static final String SCRUB = "scrub";
    static final String SNAPSHOTS = ComponentHealth.SNAPSHOTS;
    static final String GRAPHS = "graphs";
    static final String CLEANUP = "cleanup";
    static final String CERTIFICATE = "certificate";

    static Telemetry of(SwitchConfig switches, Clock clock) {
        var metrics = new Metrics(Version.current());
        var health = new Health(clock);
        var probes =
                new Probes(health, new HealthMetrics(metrics.registry(), health), switches.isOn(Switch.HEALTH_CHECK));
        return new Telemetry(
                metrics,
                new TransferFigures(metrics.registry()),
                health,
                probes,
                new Readiness(health, List.of(DATABASE)));
    }

    @Override
    public void close() {
        probes.close();
        metrics.close();
    }
}
