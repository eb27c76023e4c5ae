package io.graphkeep.server.api;

import static io.graphkeep.server.api.WithGrpcServer.reason;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import io.graphkeep.server.monitoring.Health;
import io.graphkeep.server.monitoring.HealthMetrics;
import io.graphkeep.server.monitoring.Probes;
import io.graphkeep.server.monitoring.Verdict;
import io.graphkeep.server.security.Role;
import io.graphkeep.v1.ComponentHealth;
import io.graphkeep.v1.GetHealthRequest;
import io.graphkeep.v1.HealthState;
import io.graphkeep.v1.MonitoringServiceGrpc;
import io.graphkeep.v1.MonitoringServiceGrpc.MonitoringServiceBlockingStub;
import io.graphkeep.v1.WatchHealthRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Health is told as it is and as it changes, and of the graphs in scope only. */
class HealthCallsTest {
    private static final Verdict WELL = Verdict.healthy("It is well.");
    private static final Verdict DEAD = Verdict.critical("DEAD", "It is dead.", "Bury it.");

    private final Health health = new Health(Clock.systemUTC());
    private ApiFixture api;

    @BeforeEach
    void open() {
        var probes = new Probes(health, new HealthMetrics(new SimpleMeterRegistry(), health), true);
        var service = ServiceMethods.of(MonitoringServiceGrpc.getServiceDescriptor());
        new HealthCalls(probes, graph -> !graph.equals("nothere")).addTo(service);
        api = new ApiFixture(List.of(service));
        health.report("store", WELL);
        health.report("snapshots", WELL);
        health.report("graph/books/backup", WELL);
        health.report("graph/films/backup", WELL);
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void aWatcherGetsTheWholeFirstAndThenChangesAndWhatIsGone() {
        var watch = as("mona").watchHealth(WatchHealthRequest.getDefaultInstance());
        var whole = watch.next().getHealth();
        assertThat(whole.getComponentsList()).hasSize(4);

        health.report("store", DEAD);
        var change = watch.next().getChange();
        health.forget("graph/books/backup");
        var gone = watch.next().getChange();

        assertThat(change.getComponent().getComponent()).isEqualTo("store");
        assertThat(change.getComponent().getReason()).isEqualTo("DEAD");
        assertThat(change.getOverallState()).isEqualTo(HealthState.HEALTH_STATE_CRITICAL);
        assertThat(change.getVersion()).isGreaterThan(whole.getVersion());
        assertThat(gone.getComponent().getGraphId()).isEqualTo("books");
        assertThat(gone.getRemoved()).isTrue();
    }

    @Test
    void aQuietWatchHasAHeartbeatAlsoWhereWhatChangesIsNotItsOwn() {
        var watch = as("mona")
                .watchHealth(WatchHealthRequest.newBuilder()
                        .setGraphId("books")
                        .setHeartbeat(Durations.fromSeconds(1))
                        .build());
        var whole = watch.next().getHealth();
        health.report("graph/films/backup", DEAD);

        var heartbeat = watch.next().getHeartbeat();

        assertThat(whole.getComponentsList())
                .extracting(ComponentHealth::getGraphId)
                .containsExactly("books");
        assertThat(heartbeat.hasServerTime()).isTrue();
        assertThat(heartbeat.getVersion()).isGreaterThan(whole.getVersion());
    }

    @Test
    void aScopedTokenSeesItsGraphsAndTheServersPartsAndIsNotAlarmedByOthers() {
        health.report("graph/films/backup", DEAD);
        var scoped = as("sam", "boo*");

        var seen = scoped.getHealth(GetHealthRequest.getDefaultInstance()).getHealth();

        assertThat(seen.getComponentsList())
                .extracting(ComponentHealth::getComponent)
                .containsExactlyInAnyOrder("store", "graph/books/backup");
        assertThat(seen.getState()).isEqualTo(HealthState.HEALTH_STATE_HEALTHY);
        for (var graph : List.of("films", "nothere")) {
            assertThat(reason(() -> scoped.getHealth(
                            GetHealthRequest.newBuilder().setGraphId(graph).build())))
                    .isEqualTo("GRAPH_NOT_FOUND");
        }
    }

    @Test
    void badRequestsAreRefused() {
        assertThat(reason(() -> as("mona")
                        .watchHealth(WatchHealthRequest.newBuilder()
                                .setHeartbeat(Durations.fromMillis(1))
                                .build())
                        .next()))
                .isEqualTo("INVALID_ARGUMENT");
        assertThat(reason(() -> as("nora")
                        .watchHealth(WatchHealthRequest.newBuilder()
                                .setGraphId("nothere")
                                .build())
                        .next()))
                .isEqualTo("GRAPH_NOT_FOUND");
    }

    private MonitoringServiceBlockingStub as(String name, String... scopes) {
        return MonitoringServiceGrpc.newBlockingStub(api.channel(api.token(name, Role.MONITOR, scopes)))
                .withDeadlineAfter(30, TimeUnit.SECONDS);
    }
}
