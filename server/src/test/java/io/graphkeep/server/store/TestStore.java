package io.graphkeep.server.store;

import io.graphkeep.format.v1.GraphFact;
import io.graphkeep.format.v1.StateRecord;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.TestDatabase;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.process.ProcessMapper;
import io.graphkeep.server.catalog.rebuild.RebuildMapper;
import io.graphkeep.server.catalog.store.StoreMappers;
import io.graphkeep.server.security.SettableClock;
import io.graphkeep.server.store.backend.Backend;
import io.graphkeep.server.store.backend.LocalBackend;
import io.graphkeep.server.store.rebuild.CatalogRebuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** A store in a directory over a catalog of its own, which can be opened again as a restarted server would. */
final class TestStore implements AutoCloseable {
    static final StoreSettings SETTINGS =
            new StoreSettings(1, 1 << 20, 0L, 2, 2, true, Duration.ofMinutes(1), 64 << 20, Duration.ofMinutes(10));

    static final CheckWatch UNWATCHED = new Unwatched();

    final SettableClock clock = new SettableClock();
    final Ids ids = new Ids(clock, new Random());
    final UUID graph;
    private final Path home;
    private TestDatabase catalog;
    private final List<Store> opened = new ArrayList<>();
    private FailingBackend backend;

    TestStore(Path home) throws IOException {
        this.home = home;
        this.catalog = empty();
        this.backend = reach();
        this.graph = addGraph("books");
    }

    Database database() {
        return catalog.database();
    }

    FailingBackend backend() {
        return backend;
    }

    Path directory() {
        return home.resolve("store");
    }

    MasterKeyFile keyFile() {
        return new MasterKeyFile(home.resolve("keys/master.key"));
    }

    /** Opens the store as a new process; what the process before broke works again. */
    Store open() throws IOException {
        return open(keyFile(), SETTINGS);
    }

    Store open(MasterKeyFile key, StoreSettings settings) throws IOException {
        backend = reach();
        return open(key, settings, backend);
    }

    /** Opens a store that lies elsewhere. */
    Store open(MasterKeyFile key, Backend objects) {
        return open(key, SETTINGS, objects);
    }

    private Store open(MasterKeyFile key, StoreSettings settings, Backend objects) {
        sql("UPDATE process SET ended_at = now() WHERE ended_at IS NULL");
        var process = ids.next();
        sql(
                "INSERT INTO process (id, home, node, pid, version, started_at, lease_until) VALUES ('%s', '%s', 'here', 1, '0', now(), now())"
                        .formatted(process, graphlessHome()));
        var store = Store.open(settings, objects, database(), key, new EventLog(clock, true), ids, clock, process);
        opened.add(store);
        return store;
    }

    /** An empty catalog. */
    private static TestDatabase empty() {
        var mappers = new ArrayList<>(StoreMappers.ALL);
        mappers.add(GraphMapper.class);
        mappers.add(RebuildMapper.class);
        mappers.add(ProcessMapper.class);
        return TestDatabase.create(mappers.toArray(Class<?>[]::new));
    }

    /** A copy of the catalog as it is now; the store is to be opened again. */
    TestDatabase dump() {
        end();
        return catalog.copy();
    }

    /** Loses the catalog, and makes a new one of the store, which is to be opened again. */
    void rebuild() throws IOException {
        end();
        catalog.close();
        catalog = empty();
        rebuilding().rebuild((what, done, total) -> {});
    }

    /** Goes back to an older catalog, and brings that up to the store, which is to be opened again. */
    void reconcile(TestDatabase older) throws IOException {
        end();
        catalog.close();
        catalog = older;
        rebuilding().reconcile((what, done, total) -> {});
    }

    private CatalogRebuild rebuilding() throws IOException {
        return new CatalogRebuild(
                database(), reach(), keyFile(), graphlessHome(), new EventLog(clock, true), ids, clock);
    }

    private void end() {
        opened.forEach(Store::close);
        opened.clear();
    }

    /** Tells the store of the graph, as its creation does. */
    void recordGraph(Store store) {
        var fact = GraphFact.newBuilder()
                .setUid(graph.toString())
                .setId("books")
                .setKind("plain")
                .setRole("PRIMARY")
                .setSource("PUSHED")
                .setOriginInstanceId(graph.toString())
                .setOriginGraphUid(graph.toString())
                .setCreatedBy("test")
                .setCreatedUs(1_770_000_000_000_000L);
        database().inTransaction(tx -> {
            store.records()
                    .append(
                            tx,
                            "graph/" + graph,
                            StateRecord.newBuilder().setGraph(fact).build());
            return true;
        });
        store.records().putPending();
    }

    UUID addGraph(String id) {
        var uid = ids.next();
        sql("""
            INSERT INTO graph (uid, id, state, role, kind, source, origin_instance, origin_graph, created_at, created_by,
                               updated_at)
            VALUES ('%1$s', '%2$s', 'ACTIVE', 'PRIMARY', 'plain', 'PUSHED', '%1$s', '%1$s', now(), 'test', now())\
            """.formatted(uid, id));
        return uid;
    }

    /** The row that a capture makes before it writes. */
    void addSnapshot(UUID snapshot, UUID graphUid, UUID session) {
        sql("""
            INSERT INTO snapshot (id, graph_uid, state, consistency, session_id, origin_instance, epoch, cut_at, created_at,
                                  created_by)
            VALUES ('%s', '%s', 'CREATING', 'FUZZY', '%s', '%s', 1, now(), now(), 'test')\
            """.formatted(snapshot, graphUid, session, graphUid));
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

    /** The file of the pack whose id a query gives. */
    Path pack(String query) {
        return directory().resolve(ObjectNames.pack(UUID.fromString(ask(query))).value());
    }

    /** Flips a bit in the first block of the oldest pack of data, whose name it returns. */
    String damageData() throws IOException {
        return damage("SELECT id FROM pack WHERE kind = 'DATA' ORDER BY number LIMIT 1");
    }

    /** Flips a bit in the first block of the pack whose id a query gives, and returns its name. */
    String damage(String query) throws IOException {
        var file = pack(query);
        var bytes = Files.readAllBytes(file);
        bytes[PackFrame.HEADER_BYTES + 5] ^= 1;
        Files.write(file, bytes);
        return directory().relativize(file).toString();
    }

    private FailingBackend reach() throws IOException {
        return new FailingBackend(LocalBackend.open(directory(), graphlessHome(), new Random()));
    }

    private static UUID graphlessHome() {
        return new UUID(0, 1);
    }

    @Override
    public void close() {
        end();
        catalog.close();
    }
}
