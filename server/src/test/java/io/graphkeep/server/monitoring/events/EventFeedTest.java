package io.graphkeep.server.monitoring.events;

import static io.graphkeep.server.monitoring.events.FeedSite.all;
import static io.graphkeep.server.monitoring.events.FeedSite.read;
import static io.graphkeep.server.monitoring.events.FeedSite.sentences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.catalog.EventRetention;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.v1.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who follows the event log gets each event once and in its order, whatever commits when. */
class EventFeedTest {
    private FeedSite site;

    @BeforeEach
    void open() {
        site = new FeedSite();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void anEventThatIsNumberedEarlierAndCommittedLaterIsNotMissed() throws Exception {
        var reader = all(site.feed(), "");
        var taken = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var slow = Thread.ofVirtual()
                .start(() -> site.test.database().inTransaction(transaction -> {
                    site.append(transaction, "slow");
                    taken.countDown();
                    await(go);
                    return true;
                }));
        taken.await();
        site.append("quick");

        assertThat(reader.next(Duration.ofMillis(300))).isEmpty();
        go.countDown();
        slow.join();

        assertThat(sentences(read(reader, 2))).containsExactly("slow", "quick");
    }

    @Test
    void aNumberThatIsRolledBackHoldsUpNobody() throws Exception {
        var reader = all(site.feed(), "");
        assertThatThrownBy(() -> site.test.database().inTransaction(transaction -> {
                    site.append(transaction, "never");
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        site.append("after");

        assertThat(sentences(read(reader, 1))).containsExactly("after");
    }

    @Test
    void manyWritersAndTwoServersAndRestartsShowEachFollowerEachEventOnceAndInOneOrder() throws Exception {
        var seed = ThreadLocalRandom.current().nextLong();
        System.out.println("seed " + seed);
        var committed = new ConcurrentSkipListSet<String>();
        var first = all(site.feed(), "");
        var second = all(site.feed(), "");
        var writers = new ArrayList<Thread>();
        for (var writer = 0; writer < 6; writer++) {
            var random = new Random(seed + writer);
            var name = "w" + writer;
            writers.add(Thread.ofVirtual().start(() -> write(name, random, committed)));
        }
        var seenByFirst = new ArrayList<Event>();
        while (writers.stream().anyMatch(Thread::isAlive)) {
            seenByFirst.addAll(first.next(Duration.ofMillis(20)));
            if (seenByFirst.size() % 7 == 3) {
                // As after a restart: another feed, from the cursor of the last event.
                first = all(site.feed(), seenByFirst.get(seenByFirst.size() - 1).getCursor());
            }
        }
        seenByFirst.addAll(read(first, committed.size() - seenByFirst.size()));
        var seenBySecond = read(second, committed.size());

        assertThat(new TreeSet<>(sentences(seenByFirst))).isEqualTo(committed);
        assertThat(seenByFirst).extracting(Event::getSequence).isSorted().doesNotHaveDuplicates();
        assertThat(seenBySecond).isEqualTo(seenByFirst);
        assertThat(first.next(Duration.ofMillis(50))).isEmpty();
    }

    @Test
    void whoComesBackBehindTheWindowGetsAllOfIt() throws Exception {
        var feed = site.feed(new EventFeed.Limits(10, 1 << 20, Duration.ofMinutes(1)));
        site.append("first");
        var reader = all(feed, "");
        var cursor = read(reader, 1).get(0).getCursor();
        site.append(1_500);

        assertThat(read(all(feed, cursor), 1_500)).hasSize(1_500);
        assertThat(read(reader, 1_500))
                .extracting(Event::getSequence)
                .isSorted()
                .hasSize(1_500);
    }

    @Test
    void whoWasAtTheEndAndStaysBehindTheWindowIsTooSlow() throws Exception {
        var reader = all(site.feed(new EventFeed.Limits(10, 1 << 20, Duration.ZERO)), "");
        site.append("first");
        read(reader, 1);
        site.append(2_000);

        assertThatThrownBy(() -> read(reader, 2_000)).satisfies(failure -> assertReason(failure, Reason.SLOW_CONSUMER));
    }

    @Test
    void aCursorWhoseEventsAreForgottenIsExpiredAndNamesTheOldest() throws Exception {
        var feed = site.feed();
        site.append(3);
        var events = read(all(feed, ""), 3);
        site.sql("UPDATE event SET at = '2020-01-01' WHERE sequence <= 2");
        new EventRetention(site.test.database(), 90, Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC))
                .forgetOld();

        var refused = refusal(feed, events.get(0).getCursor());

        assertThat(refused.reason()).isEqualTo(Reason.CURSOR_EXPIRED);
        assertThat(read(all(feed, refused.metadata().getOrDefault("cursor", "")), 1))
                .containsExactly(events.get(2));
        assertThat(read(all(feed, events.get(1).getCursor()), 1)).containsExactly(events.get(2));
        assertThat(read(all(feed, ""), 1)).containsExactly(events.get(2));
    }

    @Test
    void aCursorOfAnotherInstanceOrOfNoneIsInvalid() throws Exception {
        var feed = site.feed();
        site.append("one");
        var cursor = read(all(feed, ""), 1).get(0).getCursor();
        var elsewhere = new EventCursors(new java.util.UUID(9, 9), new java.util.UUID(8, 8)).text(1);

        for (var wrong : List.of(elsewhere, "x", "!", cursor.substring(1), cursor + "AA", "B" + cursor.substring(1))) {
            assertThat(refusal(feed, wrong).reason()).as(wrong).isEqualTo(Reason.CURSOR_INVALID);
        }
    }

    @Test
    void aCursorOfALogThatWasMadeAnewOrBroughtBackIsExpired() throws Exception {
        var before = site.feed();
        site.append("one");
        var cursor = read(all(before, ""), 1).get(0).getCursor();
        site.sql("DELETE FROM event");
        site.sql("ALTER SEQUENCE event_number RESTART");

        assertThat(refusal(site.feed(), cursor).reason()).isEqualTo(Reason.CURSOR_EXPIRED);

        site.sql("DELETE FROM event_log");
        var anew = site.feed();
        site.append("another");
        assertThat(refusal(anew, cursor).reason()).isEqualTo(Reason.CURSOR_EXPIRED);
        assertThat(read(all(anew, ""), 1)).hasSize(1);
    }

    @Test
    void aFollowerFromNowOnGetsNothingThatWasBefore() throws Exception {
        var feed = site.feed();
        site.append("before");

        var reader = feed.follow(EventChoice.everything(), "", false);
        site.append("after");

        assertThat(sentences(read(reader, 1))).containsExactly("after");
    }

    private void write(String name, Random random, ConcurrentSkipListSet<String> committed) {
        for (var number = 0; number < 30; number++) {
            var sentence = name + "-" + number;
            try {
                site.test.database().inTransaction(transaction -> {
                    site.append(transaction, sentence);
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(12)));
                    if (random.nextInt(5) == 0) {
                        throw new IllegalStateException("rolled back");
                    }
                    return true;
                });
                committed.add(sentence);
            } catch (IllegalStateException rolledBack) {
                assertThat(rolledBack).hasMessage("rolled back");
            }
        }
    }

    private static GraphkeepException refusal(EventFeed feed, String cursor) throws InterruptedException {
        try {
            all(feed, cursor).close();
        } catch (GraphkeepException refused) {
            return refused;
        }
        throw new AssertionError("Not refused: " + cursor);
    }

    private static void assertReason(Throwable failure, Reason reason) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        GraphkeepException.class,
                        known -> assertThat(known.reason()).isEqualTo(reason));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
