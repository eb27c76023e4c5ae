package io.graphkeep.server.store;

import io.graphkeep.bench.Options;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.DatabaseSettings;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.embedded.EmbeddedPostgres;
import io.graphkeep.server.catalog.embedded.EmbeddedSettings;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.server.catalog.store.StoreMappers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The index at size: an embedded PostgreSQL, durable as a server's, filled with millions of segment rows, then asked and marked.
 *
 * <p>Tells rates and bytes a row at a fifth of the size and at all of it, as rows of a Markdown table.
 */
public final class IndexBenchmark {
    private static final int SEGMENTS = 5_000_000;
    private static final int LOOK_UP_BATCH = 1_000;
    private static final int LOOK_UP_BATCHES = 100;

    private final EmbeddedPostgres postgres;
    private final Database database;
    private final IndexFill fill;
    private long filled;

    private IndexBenchmark(EmbeddedPostgres postgres, Database database, IndexFill fill) {
        this.postgres = postgres;
        this.database = database;
        this.fill = fill;
    }

    public static void main(String[] arguments) throws IOException, SQLException {
        var options = new Options(arguments, List.of("--segments", "--stage"));
        var segments = options.number("--segments", SEGMENTS);
        var directory = Files.createTempDirectory(Path.of(options.text("--stage", "/dev/shm")), "graphkeep-index");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
        var clock = Clock.systemUTC();
        var ids = new Ids(clock, new SecureRandom());
        try (var postgres = EmbeddedPostgres.start(EmbeddedSettings.of(directory.resolve("database"), 10), ids);
                var database = Database.open(
                        DatabaseSettings.of(postgres.jdbcUrl(), EmbeddedPostgres.USER, postgres.password(), 4),
                        StoreMappers.ALL)) {
            var benchmark = new IndexBenchmark(postgres, database, new IndexFill(database, ids, clock));
            System.out.println(
                    "| segments | staged /s | commit, median | commit, longest | found /s | not found /s | mark |"
                            + " bytes a row: table | by number | by id | by pack |\n"
                            + "|---|---|---|---|---|---|---|---|---|---|---|");
            benchmark.run(segments / 5);
            benchmark.run(segments - segments / 5);
        }
    }

    private void run(int more) throws SQLException {
        var stagedBefore = fill.stageSeconds();
        fill.add(filled, more);
        filled += more;
        var staging = fill.stageSeconds() - stagedBefore;
        var commits = fill.commitSeconds().stream().sorted().toList();
        analyze();
        System.out.printf(
                Locale.ROOT,
                "| %,d | %,.0f | %.1f ms | %.1f ms | %,.0f | %,.0f | %.2f s | %.0f | %.0f | %.0f | %.0f |%n",
                filled,
                more / staging,
                commits.get(commits.size() / 2) * 1e3,
                commits.getLast() * 1e3,
                lookUps(0),
                lookUps(Long.MAX_VALUE / 2),
                mark(),
                bytesPerRow("segment"),
                bytesPerRow("segment_pkey"),
                bytesPerRow("segment_by_id"),
                bytesPerRow("segment_by_pack"));
    }

    /** Look-ups a second, of random segments among those that are there, or with an offset of others. */
    private double lookUps(long offset) {
        var random = new SplittableRandom(1);
        var session = new UUID(0, 0);
        lookUp(random, offset, session);
        var begun = System.nanoTime();
        for (var batch = 0; batch < LOOK_UP_BATCHES; batch++) {
            lookUp(random, offset, session);
        }
        return LOOK_UP_BATCH * LOOK_UP_BATCHES / IndexFill.seconds(begun);
    }

    private void lookUp(SplittableRandom random, long offset, UUID session) {
        var ids = new byte[LOOK_UP_BATCH][];
        for (var at = 0; at < ids.length; at++) {
            ids[at] = SampleSegments.id(offset + random.nextLong(filled));
        }
        var found = database.read(tx -> tx.mapper(SegmentMapper.class).findUsable(ids, session));
        if (found.isEmpty() != offset > 0) {
            throw new IllegalStateException("Found " + found.size() + " of " + ids.length);
        }
    }

    private double mark() {
        var begun = System.nanoTime();
        try {
            Mark.of(database);
        } catch (DamagedException impossible) {
            throw new IllegalStateException(impossible);
        }
        return IndexFill.seconds(begun);
    }

    private void analyze() throws SQLException {
        execute("VACUUM ANALYZE segment");
    }

    private double bytesPerRow(String relation) throws SQLException {
        return number("SELECT pg_relation_size('" + relation + "')") / (double) filled;
    }

    private long number(String query) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), EmbeddedPostgres.USER, postgres.password());
    }

    /** Where this is broken off, the database still runs: it is ended before its files go. */
    private static void delete(Path directory) {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
        ProcessHandle.current().descendants().forEach(each -> each.onExit().join());
        try (var all = Files.walk(directory)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException failure) {
            System.err.println(directory + " could not be removed: " + failure);
        }
    }
}
