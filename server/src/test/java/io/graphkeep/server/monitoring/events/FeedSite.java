package io.graphkeep.server.monitoring.events;

import io.graphkeep.server.catalog.Event;
import io.graphkeep.server.catalog.EventBell;
import io.graphkeep.server.catalog.EventKind;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.TestDatabase;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.event.StoredEventMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A catalog whose event log is written and followed, by one server or by several. */
final class FeedSite implements AutoCloseable {
    static final UUID INSTANCE = new UUID(0x1111_0000_0000_7000L, 0x8000_0000_0000_0001L);

    final TestDatabase test = TestDatabase.create(StoredEventMapper.class);
    private final Deque<Runnable> parts = new ArrayDeque<>();
    private final EventLog quiet = new EventLog(Clock.systemUTC(), true);

    /** A server's feed, which looks once a second and whenever it hears of something. */
    EventFeed feed(EventFeed.Limits limits) throws InterruptedException {
        var bell = new EventBell(test.database());
        parts.push(bell::close);
        var feed =
                EventFeed.start(test.database(), bell, INSTANCE, limits, new EventFigures(new SimpleMeterRegistry()));
        parts.push(feed::close);
        return feed;
    }

    EventFeed feed() throws InterruptedException {
        return feed(EventFeed.Limits.usual());
    }

    void append(Transaction transaction, String sentence) {
        quiet.append(transaction, Event.of(EventKind.SERVER_STARTED, "server", sentence));
    }

    void append(String sentence) {
        test.database().inTransaction(transaction -> {
            append(transaction, sentence);
            return sentence;
        });
    }

    void append(int events) {
        sql("INSERT INTO event (at, kind, severity, actor, sentence) SELECT now(), 'server.started', 'INFO', 'server',"
                + " 'Number ' || n FROM generate_series(1, " + events + ") n");
    }

    void sql(String statement) {
        test.database().inTransaction(transaction -> {
            try (var prepared = transaction.connection().createStatement()) {
                return prepared.executeUpdate(statement);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    static EventReader all(EventFeed feed, String cursor) throws InterruptedException {
        return feed.follow(EventChoice.everything(), cursor, cursor.isEmpty());
    }

    /** The next events, until there are so many. */
    static List<io.graphkeep.v1.Event> read(EventReader reader, int events) throws InterruptedException {
        var read = new ArrayList<io.graphkeep.v1.Event>();
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (read.size() < events && System.nanoTime() < deadline) {
            read.addAll(reader.next(Duration.ofMillis(200)));
        }
        return read;
    }

    static List<String> sentences(List<io.graphkeep.v1.Event> events) {
        return events.stream().map(io.graphkeep.v1.Event::getSentence).toList();
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            parts.pop().run();
        }
        test.close();
    }
}
