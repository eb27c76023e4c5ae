package io.graphkeep.server.backup;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.graphkeep.format.v1.StateRecord;
import io.graphkeep.server.backup.download.DownloadMemory;
import io.graphkeep.server.backup.reading.ReadRate;
import io.graphkeep.server.backup.receive.ReceivingRoom;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.TestDatabase;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.server.catalog.process.ProcessMapper;
import io.graphkeep.server.catalog.rebuild.RebuildMapper;
import io.graphkeep.server.catalog.restore.RestoreMapper;
import io.graphkeep.server.catalog.schedule.ScheduleMapper;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.catalog.snapshot.SnapshotRow;
import io.graphkeep.server.catalog.store.StoreMappers;
import io.graphkeep.server.catalog.usage.UsageMapper;
import io.graphkeep.server.config.OperationConfig;
import io.graphkeep.server.operations.Handlers;
import io.graphkeep.server.operations.NewOperation;
import io.graphkeep.server.operations.OperationEngine;
import io.graphkeep.server.operations.ServerProcess;
import io.graphkeep.server.security.PathPolicy;
import io.graphkeep.server.store.FailingBackend;
import io.graphkeep.server.store.MasterKeyFile;
import io.graphkeep.server.store.Store;
import io.graphkeep.server.store.StoreSettings;
import io.graphkeep.server.store.backend.LocalBackend;
import io.graphkeep.server.store.rebuild.CatalogRebuild;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A catalog, a store and the queue, as one server has them, with the handlers of captures and restores. */
final class BackupSite implements AutoCloseable {
    static final String NODE = "here";
    private static final UUID HOME = new UUID(0, 1);

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestDatabase test;
    private final Ids ids = TestDatabase.ids();
    final Clock clock;
    final FailingBackend objects;
    final Store store;
    final OperationEngine engine;
    final CaptureHandler captures;
    final RestoreHandler restores;
    final BackupParts parts;
    final ReceivingRoom receiving;
    final AbandonedRestores abandonedRestores;
    private final IntFunction<RepairHandler> repairs;

    BackupSite(Path home, Clock clock) throws IOException {
        this(home, clock, new CaptureLimits(2, new ReadRate(null)));
    }

    BackupSite(Path home, Clock clock, CaptureLimits limits) throws IOException {
        this(home, clock, limits, catalog());
    }

    /** A site over a catalog that is there. */
    BackupSite(Path home, Clock clock, TestDatabase test) throws IOException {
        this(home, clock, new CaptureLimits(2, new ReadRate(null)), test);
    }

    private BackupSite(Path home, Clock clock, CaptureLimits limits, TestDatabase test) throws IOException {
        this.test = test;
        this.clock = clock;
        Files.createDirectories(home);
        var process = new ServerProcess(ids.next(), HOME, NODE, 1, "test");
        process.enter(test.database(), LEASE, clock);
        var events = new EventLog(clock, true);
        objects = new FailingBackend(LocalBackend.open(home.resolve("store"), HOME, new Random(1)));
        store = Store.open(
                StoreSettings.defaults(),
                objects,
                test.database(),
                new MasterKeyFile(home.resolve("keys/master.key")),
                events,
                ids,
                clock,
                process.id());
        var policies = new GraphPolicies(7);
        var finished = new FinishedRestores(events, Duration.ofDays(7), NODE, clock);
        var paths = new PathPolicy(List.of(), List.of(home), true);
        var places = new RestorePlaces(paths);
        abandonedRestores = new AbandonedRestores(test.database(), places, finished);
        captures = new CaptureHandler(store, test.database(), events, policies, paths, limits, ids, clock);
        restores = new RestoreHandler(store, test.database(), events, places, finished);
        var handlers = new Handlers();
        handlers.register(captures);
        handlers.register(restores);
        handlers.register(new ReleaseRestoreHandler(test.database(), events, clock));
        engine = new OperationEngine(
                test.database(),
                events,
                handlers,
                process,
                new OperationConfig(2, LEASE, Duration.ofMillis(100)),
                ids,
                clock);
        parts = BackupParts.on(new BackupParts.Ground(
                test.database(),
                engine.operations(),
                paths,
                policies,
                new ScheduleDefaults(true, Duration.ofHours(24), ZoneOffset.UTC),
                facts(),
                store::deleteSnapshot,
                snapshot -> new StoredTree(store.openRead(snapshot)),
                new Downloads.Source(store::openReadInOrder, new DownloadMemory(64 << 20)),
                new StoredSums(store::heldBy, store::status),
                events,
                ids,
                clock,
                NODE));
        handlers.register(parts.deleteGraphHandler());
        receiving = ReceivingRoom.build(
                store,
                test.database(),
                engine.attended(),
                handlers,
                policies,
                events,
                ids,
                clock,
                home.resolve("spool"),
                Duration.ofMinutes(10));
        SnapshotTrees trees = snapshot -> new StoredTree(store.openRead(snapshot));
        var verify = new VerifyLimits(2, new ReadRate(null));
        var ground = new VerifyGround(store, test.database(), verify, trees, events, clock);
        handlers.register(new VerifySnapshotHandler(ground));
        handlers.register(new VerifyStoreHandler(ground));
        repairs = most ->
                new RepairHandler(store, test.database(), verify, limits, paths, events, ids, clock, NODE, most);
        handlers.register(repairs(0));
        engine.start();
    }

    /** An empty catalog. */
    static TestDatabase catalog() {
        var mappers = new ArrayList<>(StoreMappers.ALL);
        mappers.addAll(List.of(
                GraphMapper.class,
                SnapshotMapper.class,
                RestoreMapper.class,
                ScheduleMapper.class,
                OperationMapper.class,
                ProcessMapper.class,
                RebuildMapper.class,
                UsageMapper.class));
        return TestDatabase.create(mappers.toArray(Class<?>[]::new));
    }

    /** Rebuilds a catalog of the store of such a site, or reconciles it. */
    static CatalogRebuild rebuild(Path home, Clock clock, TestDatabase catalog) throws IOException {
        return new CatalogRebuild(
                catalog.database(),
                LocalBackend.open(home.resolve("store"), HOME, new Random(1)),
                new MasterKeyFile(home.resolve("keys/master.key")),
                HOME,
                new EventLog(clock, true),
                TestDatabase.ids(),
                clock);
    }

    /** Repairs that look at so many damaged segments at a time; 0 for as many as are good. */
    RepairHandler repairs(int most) {
        return repairs.apply(most);
    }

    private FactLog facts() {
        return new FactLog() {
            @Override
            public void append(Transaction transaction, String subject, StateRecord fact) {
                store.records().append(transaction, subject, fact);
            }

            @Override
            public void putPending() {
                store.records().putPending();
            }
        };
    }

    /** What a query finds first, as text. */
    String ask(String query) {
        return database().inTransaction(tx -> {
            try (var sql = tx.connection().createStatement();
                    var rows = sql.executeQuery(query)) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "none";
            } catch (SQLException e) {
                throw new IllegalStateException(query, e);
            }
        });
    }

    void sql(String statement) {
        database().inTransaction(tx -> {
            try (var sql = tx.connection().createStatement()) {
                return sql.execute(statement);
            } catch (SQLException e) {
                throw new IllegalStateException(statement, e);
            }
        });
    }

    Database database() {
        return test.database();
    }

    UUID addGraph(String id, Path source, String... excludes) {
        return addGraph(id, source, "{}", List.of(excludes));
    }

    /** A graph whose snapshots clients send. */
    UUID addPushedGraph(String id, String policy) {
        return addGraph(id, null, policy, List.of());
    }

    private UUID addGraph(String id, @Nullable Path source, String policy, List<String> excludes) {
        var uid = ids.next();
        var now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        var row = new GraphRow(
                uid,
                id,
                "ACTIVE",
                "PRIMARY",
                "PLAIN",
                source == null ? "PUSHED" : "DIRECTORY",
                source == null ? null : source.toString(),
                source == null ? null : NODE,
                excludes,
                false,
                "",
                policy,
                Map.of(),
                1,
                store.instanceId(),
                uid,
                1,
                now,
                "tester",
                now,
                null);
        database().inTransaction(tx -> tx.mapper(GraphMapper.class).insert(row));
        return uid;
    }

    OperationRow start(String kind, UUID graph, UUID snapshot, Message parameters) {
        return database()
                .inTransaction(tx -> engine.operations()
                        .start(tx, new NewOperation(kind, graph, "books", snapshot, NODE, parameters, "tester")));
    }

    OperationRow run(String kind, UUID graph, UUID snapshot, Message parameters) {
        return ended(start(kind, graph, snapshot, parameters).id());
    }

    OperationRow ended(UUID operation) {
        try {
            return engine.operations().await(operation, PATIENCE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    OperationRow startCapture(UUID graph, CreateSnapshotRequest request) {
        return start("CAPTURE", graph, ids.next(), request);
    }

    Snapshot capture(UUID graph) {
        return capture(graph, CreateSnapshotRequest.getDefaultInstance());
    }

    Snapshot capture(UUID graph, CreateSnapshotRequest request) {
        return result(ended(startCapture(graph, request).id()), Snapshot.class);
    }

    SnapshotRow snapshot(UUID id) {
        var row = database().read(tx -> tx.mapper(SnapshotMapper.class).find(id));
        if (row == null) {
            throw new AssertionError("There is no snapshot " + id);
        }
        return row;
    }

    static <T extends Message> T result(OperationRow ended, Class<T> type) {
        if (ended.state() != OperationState.SUCCEEDED || ended.result() == null) {
            throw new AssertionError("The operation ended as " + ended.state() + ": " + error(ended));
        }
        try {
            return Any.parseFrom(ended.result()).unpack(type);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    /** The error of an operation as text, with its reason. */
    static String error(OperationRow ended) {
        if (ended.error() == null) {
            return "none";
        }
        try {
            var status = com.google.rpc.Status.parseFrom(ended.error());
            var text = new StringBuilder(status.getMessage());
            for (var detail : status.getDetailsList()) {
                if (detail.is(com.google.rpc.ErrorInfo.class)) {
                    text.append(" [")
                            .append(detail.unpack(com.google.rpc.ErrorInfo.class)
                                    .getReason())
                            .append("]");
                }
            }
            return text.toString();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends everything, and gives the catalog back as it is. */
    TestDatabase stop() {
        try {
            engine.stop(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        store.close();
        return test.reopened();
    }

    @Override
    public void close() {
        stop();
        test.close();
    }
}
