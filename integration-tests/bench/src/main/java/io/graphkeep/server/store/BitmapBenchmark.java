package io.graphkeep.server.store;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.roaringbitmap.RoaringBitmap;

/** The index without its database: marking, which unites the bitmaps of all snapshots, and reading locators. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BitmapBenchmark {
    private static final int SNAPSHOT = 150_000;
    private static final int LOCATORS = 1_000;

    /** How many segments there are; each snapshot refers to 150,000 of them, here and there. */
    @Param({"1000000", "5000000"})
    public int segments;

    private final List<byte[]> snapshots = new ArrayList<>();
    private final List<byte[]> locators = new ArrayList<>();

    @Setup
    public void make() {
        var random = new SplittableRandom(1);
        for (var snapshot = 0; snapshot < segments / SNAPSHOT * 10; snapshot++) {
            var first = random.nextInt(segments - SNAPSHOT);
            var bitmap = new RoaringBitmap();
            for (var number = first; number < first + SNAPSHOT; number++) {
                if (random.nextInt(10) > 0) {
                    bitmap.add(number);
                }
            }
            snapshots.add(Bitmaps.encode(bitmap));
        }
        for (var number = 0; number < LOCATORS; number++) {
            locators.add(SampleSegments.row(number, 10_000, 1).locator());
        }
    }

    @Benchmark
    public int mark() throws DamagedException {
        var marked = new RoaringBitmap();
        for (var snapshot : snapshots) {
            marked.or(Bitmaps.decode(snapshot));
        }
        return marked.getCardinality();
    }

    @Benchmark
    public int thousandLocators() throws DamagedException {
        var chunks = 0;
        for (var locator : locators) {
            chunks += Locator.decode(locator).chunks();
        }
        return chunks;
    }
}
