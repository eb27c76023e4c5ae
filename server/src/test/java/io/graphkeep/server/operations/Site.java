package io.graphkeep.server.operations;

import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.TestDatabase;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.process.ProcessMapper;
import io.graphkeep.server.config.OperationConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One catalog and the servers that a test starts on it, each with a clock of its own. */
final class Site implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(30);

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    final TestDatabase test = TestDatabase.create(OperationMapper.class, ProcessMapper.class);
    private final List<Node> nodes = new ArrayList<>();

    /** One server of the site. */
    static final class Node {
        final SettableClock clock = new SettableClock(START);
        final Handlers handlers = new Handlers();
        final ServerProcess process;
        final OperationEngine engine;

        Node(TestDatabase test, UUID home, String name, int workers, OperationHandler... kinds) {
            process = new ServerProcess(TestDatabase.ids().next(), home, name, 1, "test");
            engine = new OperationEngine(
                    test.database(),
                    new EventLog(clock, true),
                    handlers,
                    process,
                    new OperationConfig(workers, LEASE, Duration.ofMillis(100)),
                    TestDatabase.ids(),
                    clock);
            for (var kind : kinds) {
                handlers.register(kind);
            }
        }

        Operations operations() {
            return engine.operations();
        }
    }

    /** A server on a home of its own, entered and not yet taking anything up. */
    Node enter(String name, OperationHandler... kinds) {
        return enter(UUID.randomUUID(), name, kinds);
    }

    Node enter(UUID home, String name, OperationHandler... kinds) {
        var node = new Node(test, home, name, 2, kinds);
        nodes.add(node);
        node.process.enter(test.database(), LEASE, node.clock);
        return node;
    }

    /** A server that takes operations up. */
    Node start(String name, OperationHandler... kinds) {
        return start(UUID.randomUUID(), name, kinds);
    }

    Node start(UUID home, String name, OperationHandler... kinds) {
        var node = enter(home, name, kinds);
        node.engine.start();
        return node;
    }

    OperationRow ask(Node node, String kind) {
        return ask(node, kind, null, null);
    }

    OperationRow ask(Node node, String kind, @Nullable UUID graph, @Nullable String boundTo) {
        return test.database()
                .inTransaction(transaction -> node.operations()
                        .start(
                                transaction,
                                new NewOperation(
                                        kind,
                                        graph,
                                        graph == null ? null : "books",
                                        null,
                                        boundTo,
                                        parameters(),
                                        "tester")));
    }

    OperationRow cancel(Node node, UUID id) {
        return test.database().inTransaction(transaction -> node.operations().cancel(transaction, id, "tester"));
    }

    static OperationRow ended(Node node, UUID id) {
        try {
            var row = node.operations().await(id, FakeWork.PATIENCE);
            if (!row.state().isEnd()) {
                throw new AssertionError("Operation is still " + row.state());
            }
            return row;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    static Message parameters() {
        return StringValue.of("what to do");
    }

    @Override
    public void close() {
        try {
            for (var node : nodes) {
                node.engine.stop(Duration.ofSeconds(2));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            test.close();
        }
    }
}
