package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.DatabaseSettings;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.embedded.EmbeddedPostgres;
import io.graphkeep.server.catalog.embedded.EmbeddedSettings;
import io.graphkeep.server.catalog.store.StoreMappers;
import io.graphkeep.transfer.SegmentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.roaringbitmap.RoaringBitmap;

/** Look-ups of segments in the catalog, a second, as a capture makes them: a thousand at a time, on an embedded PostgreSQL. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LookUpBenchmark {
    private static final int SEGMENTS = 100_000;
    private static final int BATCH = 1_000;

    private final SplittableRandom random = new SplittableRandom(1);
    private @Nullable Path directory;
    private @Nullable EmbeddedPostgres postgres;
    private @Nullable Database database;

    @Setup
    public void fill() throws IOException, SQLException {
        var ids = new Ids(Clock.systemUTC(), new SecureRandom());
        var home = Files.createTempDirectory("graphkeep-jmh");
        directory = home;
        var embedded = EmbeddedPostgres.start(EmbeddedSettings.of(home.resolve("database"), 10), ids);
        postgres = embedded;
        var opened = Database.open(
                DatabaseSettings.of(embedded.jdbcUrl(), EmbeddedPostgres.USER, embedded.password(), 4),
                StoreMappers.ALL);
        database = opened;
        new IndexFill(opened, ids, Clock.systemUTC()).add(0, SEGMENTS);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int found() {
        return lookUp(0);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int notFound() {
        return lookUp(Integer.MAX_VALUE);
    }

    private int lookUp(long offset) {
        var open = database;
        if (open == null) {
            throw new IllegalStateException("There is no database.");
        }
        var wanted = new ArrayList<SegmentId>(BATCH);
        for (var number = 0; number < BATCH; number++) {
            wanted.add(SegmentId.fromBytes(SampleSegments.id(offset + random.nextInt(SEGMENTS))));
        }
        return new SegmentIndex(open, new UUID(0, 0))
                .find(wanted, new RoaringBitmap())
                .size();
    }

    @TearDown
    public void close() throws IOException {
        if (database != null) {
            database.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        if (directory != null) {
            try (var all = Files.walk(directory)) {
                for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
