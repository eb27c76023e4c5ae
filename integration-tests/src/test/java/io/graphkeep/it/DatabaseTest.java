package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.client.GraphkeepException;
import io.graphkeep.v1.ListGraphsRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server on a PostgreSQL that somebody else runs, and stops. */
class DatabaseTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(15);
    private static final int CALLERS = 8;

    @TempDir
    Path temporary;

    @Test
    void aDatabaseThatGoesAwayUnderLoadIsFoundAgain() throws InterruptedException {
        var source = new SampleGraph(3).lightRag(temporary.resolve("source"), 2);
        try (var postgres = ExternalPostgres.start(temporary.resolve("elsewhere"));
                var server = ServerProcess.start(
                        temporary.resolve("home"),
                        "GRAPHKEEP_DB_URL=" + postgres.url(),
                        "GRAPHKEEP_MAX_REQUESTS_PER_SECOND=1000000");
                var stubs = new Stubs(server)) {
            assertThat(temporary.resolve("home/database/data")).doesNotExist();
            Shortcuts.protect(server, "books", source);
            var load = new Load(stubs);
            load.start();
            load.awaitAnswers(CALLERS * 4);

            postgres.stop();
            Await.until("readiness to go", SOON, () -> ready(server) == 503, server::log);
            load.awaitFailures(CALLERS);
            assertThat(WebPage.of(server.http(), "/livez", "").status()).isEqualTo(200);
            var created = server.graphkeep("snapshot", "create", "books");
            assertThat(created.exitCode()).as(created::err).isEqualTo(3);

            postgres.startAgain();
            Await.until("readiness to come back", SOON, () -> ready(server) == 200, server::log);
            load.awaitAnswers(CALLERS * 4);
            load.end();

            assertThat(load.failures)
                    .allSatisfy(error -> assertThat(error.code()).isEqualTo(Status.Code.UNAVAILABLE))
                    .allSatisfy(error -> assertThat(error.reason()).isEqualTo("DATABASE_UNAVAILABLE"));
            assertThat(Duration.ofNanos(load.longest())).isLessThan(LONGEST_CALL);
            Shortcuts.capture(server, "books");
            assertThat(server.stop()).as(server::log).isZero();
        }
    }

    private static int ready(ServerProcess server) {
        return WebPage.of(server.http(), "/readyz", "").status();
    }

    /** Callers that read the catalog one call after the other, and note how each one went. */
    private static final class Load {
        final ConcurrentLinkedQueue<GraphkeepException> failures = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<Long> times = new ConcurrentLinkedQueue<>();
        private final AtomicInteger answers = new AtomicInteger();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final List<Thread> callers = new ArrayList<>();
        private final Stubs stubs;

        Load(Stubs stubs) {
            this.stubs = stubs;
        }

        void start() {
            for (var i = 0; i < CALLERS; i++) {
                callers.add(Thread.ofPlatform().daemon().start(this::callOnAndOn));
            }
        }

        void end() throws InterruptedException {
            ended.set(true);
            for (var caller : callers) {
                caller.join(LONGEST_CALL.toMillis());
                assertThat(caller.isAlive()).as("a call hangs").isFalse();
            }
        }

        /** Waits for this many more. */
        void awaitAnswers(int more) {
            var wanted = answers.get() + more;
            Await.until(more + " answers", SOON, () -> answers.get() >= wanted, failures::toString);
        }

        void awaitFailures(int many) {
            Await.until(many + " failures", SOON, () -> failures.size() >= many);
        }

        long longest() {
            return times.stream().mapToLong(Long::longValue).max().orElseThrow();
        }

        private void callOnAndOn() {
            while (!ended.get()) {
                var begun = System.nanoTime();
                try {
                    stubs.backup().listGraphs(ListGraphsRequest.getDefaultInstance());
                    answers.incrementAndGet();
                } catch (StatusRuntimeException failure) {
                    failures.add(GraphkeepException.of(failure));
                }
                times.add(System.nanoTime() - begun);
            }
        }
    }
}
