package io.graphkeep.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.TestDatabase;
import io.graphkeep.server.catalog.event.EventRow;
import io.graphkeep.server.catalog.event.StoredEventMapper;
import io.graphkeep.server.catalog.health.ToldHealthMapper;
import io.graphkeep.server.security.SettableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A change of health is one event, however many servers see it and however often they start. */
class HealthTellingTest {
    private static final Verdict WELL = Verdict.healthy("It is well.");
    private static final Verdict ILL = Verdict.degraded("ILL", "It is ill.", "Wait.");
    private static final Verdict DEAD = Verdict.critical("DEAD", "It is dead.", "Bury it.");

    private final SettableClock clock = new SettableClock();
    private TestDatabase test;

    @BeforeEach
    void open() {
        test = TestDatabase.create(StoredEventMapper.class, ToldHealthMapper.class);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void whatIsWellFromTheFirstIsNoNewsAndEachChangeIsOneEvent() {
        var here = server("node-a");
        here.see("graph/books/backup", WELL);
        here.see("store", ILL);
        here.see("store", ILL);

        clock.advance(Duration.ofMinutes(2));
        here.see("graph/books/backup", DEAD);

        assertThat(told())
                .containsExactly(
                        "store is DEGRADED: It is ill. null WARNING",
                        "graph/books/backup is CRITICAL: It is dead. books CRITICAL");
    }

    @Test
    void severalServersTellAGraphsChangeOnceAndEachItsOwnParts() {
        server("node-a").see("graph/books/backup", DEAD);
        server("node-b").see("graph/books/backup", DEAD);
        server("node-a").see("store", ILL);
        server("node-b").see("store", ILL);
        server("node-b").see("store", ILL);

        assertThat(told()).hasSize(3);
    }

    @Test
    void whatGoesToAndFroIsToldOnceAMinuteAndInTheEndAsItIs() {
        var here = server("node-a");
        for (var round = 0; round < 50; round++) {
            here.see("store", round % 2 == 0 ? ILL : WELL);
        }
        here.see("store", DEAD);
        clock.advance(Duration.ofMinutes(2));
        here.telling.tell();
        here.telling.tell();

        assertThat(told())
                .containsExactly(
                        "store is DEGRADED: It is ill. null WARNING", "store is CRITICAL: It is dead. null CRITICAL");
    }

    private List<String> told() {
        return test
                .database()
                .read(transaction -> transaction.mapper(StoredEventMapper.class).after(0, 100))
                .stream()
                .map(HealthTellingTest::text)
                .toList();
    }

    private static String text(EventRow row) {
        return row.sentence() + " " + row.graphId() + " " + row.severity();
    }

    private record Server(Health health, HealthTelling telling) {
        void see(String component, Verdict verdict) {
            health.report(component, verdict);
            telling.tell();
        }
    }

    private Server server(String node) {
        var health = new Health(clock);
        var log = new EventLog(clock, true);
        return new Server(health, new HealthTelling(test.database(), health, log, node, clock));
    }
}
