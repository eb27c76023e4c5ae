package io.graphkeep.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChoreTest {
    private static final String AWAY = "the database is away";

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final ArrayDeque<Throwable> failures = new ArrayDeque<>();
    private Chore chore;

    @BeforeEach
    void listen() {
        var context = new LoggerContext();
        Logger log = context.getLogger("chores");
        log.addAppender(lines);
        lines.start();
        chore = new Chore("tidy up", this::work, log);
    }

    @Test
    void aFailureIsToldOnceWithItsCauseAndThenInALine() {
        run(new IllegalStateException(AWAY, new ArithmeticException("why")), new IllegalStateException(AWAY));

        assertThat(said()).containsExactly("Could not tidy up: " + AWAY, "Could not tidy up, as before: " + AWAY);
        assertThat(lines.list.get(0).getThrowableProxy().getCause().getMessage())
                .isEqualTo("why");
        assertThat(lines.list.get(1).getThrowableProxy()).isNull();
    }

    @Test
    void eachKindOfFailureIsToldWithItsCause() {
        run(
                new IllegalStateException(AWAY),
                new IllegalArgumentException(AWAY),
                new IllegalStateException("the disk is full"),
                new StackOverflowError(),
                new IllegalStateException(AWAY));

        assertThat(lines.list)
                .filteredOn(line -> line.getThrowableProxy() != null)
                .hasSize(4);
        assertThat(said()).last().isEqualTo("Could not tidy up, as before: " + AWAY);
    }

    @Test
    void thatItWorksAgainIsToldOnceAndWhatFailsThenIsNewsAgain() {
        run(new IllegalStateException(AWAY), new IllegalStateException(AWAY));
        chore.run();
        chore.run();
        run(new IllegalStateException(AWAY));

        assertThat(said()).element(2).isEqualTo("Could tidy up again, after 2 times that failed");
        assertThat(said()).hasSize(4);
        assertThat(lines.list.get(3).getThrowableProxy()).isNotNull();
    }

    private void run(Throwable... each) {
        failures.addAll(List.of(each));
        for (var _ : each) {
            chore.run();
        }
    }

    private List<String> said() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private void work() {
        switch (failures.poll()) {
            case RuntimeException failure -> throw failure;
            case Error failure -> throw failure;
            case null -> {}
            case Throwable other -> throw new AssertionError(other);
        }
    }
}
