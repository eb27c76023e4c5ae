package io.graphkeep.server.api;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.graphkeep.format.v1.StateRecord;
import io.graphkeep.server.backup.BackupParts;
import io.graphkeep.server.backup.CleanupHandler;
import io.graphkeep.server.backup.Downloads;
import io.graphkeep.server.backup.FactLog;
import io.graphkeep.server.backup.GraphPolicies;
import io.graphkeep.server.backup.ScheduleDefaults;
import io.graphkeep.server.backup.SnapshotTrees;
import io.graphkeep.server.backup.SteadyClock;
import io.graphkeep.server.backup.StoredSums;
import io.graphkeep.server.backup.download.DownloadMemory;
import io.graphkeep.server.backup.receive.Pushes;
import io.graphkeep.server.backup.receive.Uploads;
import io.graphkeep.server.catalog.EventBell;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.TestDatabase;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.cleanup.WholeCleanupMapper;
import io.graphkeep.server.catalog.event.StoredEventMapper;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.process.ProcessMapper;
import io.graphkeep.server.catalog.request.AnsweredRequestMapper;
import io.graphkeep.server.catalog.restore.RestoreMapper;
import io.graphkeep.server.catalog.schedule.ScheduleMapper;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.catalog.store.InstanceMapper;
import io.graphkeep.server.catalog.token.TokenMapper;
import io.graphkeep.server.config.OperationConfig;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.monitoring.Health;
import io.graphkeep.server.monitoring.HealthMetrics;
import io.graphkeep.server.monitoring.Probes;
import io.graphkeep.server.monitoring.TransferFigures;
import io.graphkeep.server.monitoring.events.EventFeed;
import io.graphkeep.server.operations.Handlers;
import io.graphkeep.server.operations.OperationEngine;
import io.graphkeep.server.operations.ServerProcess;
import io.graphkeep.server.security.Denials;
import io.graphkeep.server.security.PathPolicy;
import io.graphkeep.server.security.Principal;
import io.graphkeep.server.security.Role;
import io.graphkeep.server.security.Scopes;
import io.graphkeep.server.security.SettableClock;
import io.graphkeep.server.security.Tokens;
import io.graphkeep.server.security.UnknownCallers;
import io.graphkeep.server.store.CompactionLimits;
import io.graphkeep.server.store.HeldBytes;
import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentId;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.BackupServiceGrpc.BackupServiceBlockingStub;
import io.graphkeep.v1.MonitoringServiceGrpc;
import io.graphkeep.v1.MonitoringServiceGrpc.MonitoringServiceBlockingStub;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;

/** The BackupService over a real catalog, with callers of any role; its snapshots are rows, and its store is a list of facts. */
final class BackupFixture implements AutoCloseable {
    static final UUID INSTANCE = new UUID(0x1111_0000_0000_7000L, 0x8000_0000_0000_0001L);
    static final String NODE = "node-a";

    private static final Duration LEASE = Duration.ofSeconds(30);

    final SettableClock clock = new SettableClock();
    final TestDatabase test = TestDatabase.create(
            GraphMapper.class,
            SnapshotMapper.class,
            RestoreMapper.class,
            ScheduleMapper.class,
            OperationMapper.class,
            ProcessMapper.class,
            TokenMapper.class,
            AnsweredRequestMapper.class,
            InstanceMapper.class,
            WholeCleanupMapper.class,
            StoredEventMapper.class);
    final Ids ids = TestDatabase.ids();
    final EventLog events = new EventLog(clock, true);
    final List<String> facts = new CopyOnWriteArrayList<>();
    final Map<UUID, byte[]> trees = new ConcurrentHashMap<>();
    final Path root;
    final BackupParts parts;
    final OperationEngine engine;

    private final UUID session = ids.next();
    private final TrustedCallers callers;
    private final EventBell bell;
    private final EventFeed feed;
    final SettableUptime uptime = new SettableUptime();
    final SteadyClock steady;
    final FakeGarbage garbage = new FakeGarbage();
    volatile long hardLinks;

    /** Trees that are open now, and the bytes that were read of all of them. */
    final AtomicInteger openTrees = new AtomicInteger();

    final AtomicLong readOfTrees = new AtomicLong();

    BackupFixture(Path directory) throws IOException {
        root = Files.createDirectories(directory.resolve("root")).toRealPath();
        var home = Files.createDirectories(directory.resolve("home"));
        sql("INSERT INTO instance (id, created_at) VALUES ('" + INSTANCE + "', now())");
        sql("INSERT INTO session (id, kind, state, opened_epoch, lease_until, opened_at) VALUES ('" + session
                + "', 'WRITE', 'COMMITTED', 1, now(), now())");
        var handlers = new Handlers();
        var process = new ServerProcess(ids.next(), ids.next(), NODE, 1, "test");
        engine = new OperationEngine(
                test.database(),
                events,
                handlers,
                process,
                new OperationConfig(2, LEASE, Duration.ofMillis(100)),
                ids,
                clock);
        process.enter(test.database(), LEASE, clock);
        parts = BackupParts.on(new BackupParts.Ground(
                test.database(),
                engine.operations(),
                new PathPolicy(List.of(root), List.of(home), true),
                new GraphPolicies(7),
                new ScheduleDefaults(true, Duration.ofHours(24), ZoneOffset.UTC),
                factLog(),
                this::remove,
                this::open,
                new Downloads.Source(
                        snapshot -> {
                            throw new IllegalStateException("No test of the calls has a store");
                        },
                        new DownloadMemory(DownloadMemory.LEAST)),
                new StoredSums(graph -> new HeldBytes(0, 0), () -> {
                    throw new IllegalStateException("No test of the calls has a store");
                }),
                events,
                ids,
                clock,
                NODE));
        handlers.register(parts.deleteGraphHandler());
        steady = new SteadyClock(test.database(), clock, uptime, NODE);
        steady.witness();
        handlers.register(new CleanupHandler(
                test.database(),
                this::remove,
                garbage,
                new GraphPolicies(7),
                new CleanupHandler.Rules(30, ZoneOffset.UTC, 0.25, 1 << 30, CompactionLimits.NEVER),
                steady,
                events,
                clock));
        bell = new EventBell(test.database());
        feed = FeedOf.the(test.database(), bell, INSTANCE);
        var idempotency = new Idempotency(test.database(), clock);
        var pages = new Pages(new byte[] {1, 2, 3});
        var tokens = new Tokens(test.database(), events, ids, clock);
        var denials = new Denials(test.database(), events, new SimpleMeterRegistry(), new UnknownCallers(clock));
        callers = new TrustedCallers(
                "backup-" + ids.next(),
                denials,
                new Guard(new OpenCalls(tokens, 100, clock), denials),
                List.of(
                        methods(),
                        new MonitoringService(
                                        engine.operations(), probes(), graph -> true, feed, idempotency, pages, clock)
                                .methods()));
    }

    private Probes probes() {
        var health = new Health(clock);
        return new Probes(health, new HealthMetrics(new SimpleMeterRegistry(), health), true);
    }

    /** A caller of this role and these scopes; the name is the token's. */
    BackupServiceBlockingStub as(Role role, String who, String... scopes) {
        callers.add(new Principal(ids.next(), who, role, new Scopes(List.of(scopes)), null));
        return again(who);
    }

    /** The same caller once more. */
    BackupServiceBlockingStub again(String who) {
        return callers.as(who, BackupServiceGrpc::newBlockingStub);
    }

    /** The same caller at the service of operations. */
    MonitoringServiceBlockingStub monitoring(String who) {
        return callers.as(who, MonitoringServiceGrpc::newBlockingStub);
    }

    BackupServiceBlockingStub operator() {
        return callers.has("olga") ? again("olga") : as(Role.OPERATOR, "olga");
    }

    BackupServiceBlockingStub admin() {
        return callers.has("adam") ? again("adam") : as(Role.ADMIN, "adam");
    }

    /** A directory under the root, with a file in it. */
    Path directory(String directory) {
        try {
            var made = Files.createDirectories(root.resolve(directory));
            Files.writeString(made.resolve("file.txt"), directory);
            return made;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A committed snapshot of a graph, as a row. */
    UUID snapshot(String graph, String state, OffsetDateTime cut) {
        var id = ids.next();
        var whole = state.equals("CREATING") ? "NULL" : "decode(repeat('ab', 32), 'hex')";
        sql("INSERT INTO snapshot (id, graph_uid, state, consistency, session_id, origin_instance, epoch, cut_at,"
                + " created_at, created_by, committed_at, manifest_digest, segments, logical_bytes, stored_bytes)"
                + " SELECT '" + id + "', uid, '" + state + "', 'FUZZY', '" + session + "', '" + INSTANCE + "', 1, '"
                + cut
                + "', '" + OffsetDateTime.now(clock) + "', 'olga', '" + cut + "', " + whole + ", " + whole
                + ", 1000, 10 FROM graph WHERE id = '" + graph + "'");
        return id;
    }

    UUID snapshot(String graph) {
        return snapshot(graph, "COMPLETED", OffsetDateTime.now(clock));
    }

    /** Lets the protected period of everything that is there end. */
    void passProtection() {
        pass(Duration.ofDays(8));
    }

    /** Lets time go by, for the clock and for the machine's uptime. */
    void pass(Duration time) {
        clock.advance(time);
        uptime.advance(time);
    }

    void sql(String statement) {
        test.database().inTransaction(transaction -> {
            try (var prepared = transaction.connection().createStatement()) {
                return prepared.executeUpdate(statement);
            } catch (SQLException e) {
                throw new AssertionError(statement, e);
            }
        });
    }

    long count(String from) {
        return test.database().inTransaction(transaction -> {
            try (var statement = transaction.connection().createStatement();
                    var rows = statement.executeQuery("SELECT count(*) FROM " + from)) {
                rows.next();
                return rows.getLong(1);
            } catch (SQLException e) {
                throw new AssertionError(from, e);
            }
        });
    }

    long eventsOf(String kind) {
        return count("event WHERE kind = '" + kind + "'");
    }

    static void refused(Reason reason, Runnable call) {
        Assertions.assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> Assertions.assertThat(reason(e)).as(e.getMessage()).isEqualTo(reason.name()));
    }

    static String reason(StatusRuntimeException failure) {
        return info(failure).getReason();
    }

    static ErrorInfo info(StatusRuntimeException failure) {
        var status = StatusProto.fromThrowable(failure);
        if (status == null) {
            throw new AssertionError("No details", failure);
        }
        for (Any detail : status.getDetailsList()) {
            if (detail.is(ErrorInfo.class)) {
                try {
                    return detail.unpack(ErrorInfo.class);
                } catch (InvalidProtocolBufferException e) {
                    throw new AssertionError(e);
                }
            }
        }
        throw new AssertionError("No ErrorInfo", failure);
    }

    private FactLog factLog() {
        return new FactLog() {
            private final List<String> appended = new ArrayList<>();

            @Override
            public void append(Transaction transaction, String subject, StateRecord fact) {
                transaction.afterCommit(() -> appended.add(subject + " " + fact.getFactCase()));
            }

            @Override
            public void putPending() {
                facts.addAll(appended);
                appended.clear();
            }
        };
    }

    /** The store's steps, without a store. */
    private void remove(UUID id, String by, Consumer<Transaction> check, Consumer<Transaction> atEnd) {
        test.database().inTransaction(transaction -> {
            var mapper = transaction.mapper(SnapshotMapper.class);
            if (mapper.lock(id) == null) {
                throw new GraphkeepException(Reason.SNAPSHOT_NOT_FOUND, "There is no snapshot " + id + ".");
            }
            if (mapper.startDeleting(id, by) == 1) {
                check.accept(transaction);
            }
            return true;
        });
        test.database().inTransaction(transaction -> {
            execute(transaction, "DELETE FROM snapshot WHERE state = 'DELETING' AND id = '" + id + "'");
            atEnd.accept(transaction);
            return true;
        });
    }

    private static void execute(Transaction transaction, String statement) {
        try (var prepared = transaction.connection().createStatement()) {
            prepared.executeUpdate(statement);
        } catch (SQLException e) {
            throw new AssertionError(statement, e);
        }
    }

    private SnapshotTrees.OpenTree open(UUID snapshot) {
        var bytes = trees.getOrDefault(snapshot, new byte[0]);
        openTrees.incrementAndGet();
        return new SnapshotTrees.OpenTree() {
            @Override
            public InputStream bytes() {
                return new ByteArrayInputStream(bytes) {
                    @Override
                    public synchronized int read(byte[] target, int offset, int length) {
                        var read = super.read(target, offset, length);
                        readOfTrees.addAndGet(Math.max(0, read));
                        return read;
                    }
                };
            }

            @Override
            public long hardLinks() {
                return hardLinks;
            }

            @Override
            public Segment segment(SegmentId id) {
                throw new IllegalStateException("No tree of these tests has segments, such as " + id);
            }

            @Override
            public void renew() {}

            @Override
            public void close() {
                openTrees.decrementAndGet();
            }
        };
    }

    /** The methods of the calls, for a server of another kind. */
    ServiceMethods methods() {
        var idempotency = new Idempotency(test.database(), clock);
        var pages = new Pages(new byte[] {1, 2, 3});
        Uploads uploads = (caller, header, frames, inSameTransaction) -> {
            throw new IllegalStateException("No test of the calls has a store");
        };
        Pushes pushes = (caller, open, frames, answers, memory) -> {
            throw new IllegalStateException("No test of the calls has a store");
        };
        var limits = new TransferLimits(Duration.ofSeconds(10), Duration.ofMinutes(1));
        var figures = new TransferFigures(new SimpleMeterRegistry());
        return new BackupService(
                        parts, uploads, pushes, engine.operations(), idempotency, pages, limits, figures, clock)
                .methods();
    }

    @Override
    public void close() {
        try {
            callers.close();
            feed.close();
            bell.close();
            engine.stop(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            throw new AssertionError("Interrupted while the test's server stopped", e);
        }
        test.close();
    }
}
