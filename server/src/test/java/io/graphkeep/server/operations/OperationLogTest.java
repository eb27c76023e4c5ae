package io.graphkeep.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OperationLogTest {
    private final Site site = new Site();
    private final Logger log = (Logger) LoggerFactory.getLogger(OperationLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.list = new CopyOnWriteArrayList<>();
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void close() {
        site.close();
        log.detachAppender(lines);
    }

    @Test
    void theLogTellsThatAnOperationBeganAndHowItEnded() {
        var node = site.start("a", new FakeWork("VERIFY", OnTakeover.RESUME, run -> "done"));

        var id = Site.ended(node, site.ask(node, "VERIFY").id()).id();

        assertThat(told(id))
                .containsExactly(
                        "Operation " + id + " (VERIFY) begins",
                        "Operation " + id + " (VERIFY) ended: SUCCEEDED, after 0 ms");
    }

    @Test
    void theLogTellsTheReasonOfAFailureAndNotItsSentence() {
        var node = site.start("a", new FakeWork("CAPTURE", OnTakeover.FAIL, run -> {
            throw new GraphkeepException(Reason.SOURCE_UNREADABLE, "The file /srv/secret.json cannot be read.");
        }));

        var id = Site.ended(node, site.ask(node, "CAPTURE").id()).id();

        assertThat(told(id))
                .contains("Operation " + id + " (CAPTURE) ended: FAILED, after 0 ms, reason SOURCE_UNREADABLE")
                .noneMatch(line -> line.contains("secret"));
    }

    /** The lines about an operation whose end is committed, and told just after that. */
    private List<String> told(UUID id) {
        var deadline = System.nanoTime() + FakeWork.PATIENCE.toNanos();
        while (true) {
            var told = about(id);
            if (told.stream().anyMatch(line -> line.contains(" ended: "))) {
                return told;
            }
            assertThat(System.nanoTime()).as("told: %s", told).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private List<String> about(UUID id) {
        return lines.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains(id.toString()))
                .toList();
    }
}
