package io.graphkeep.bench.parts;

import io.graphkeep.transfer.ChunkId;
import io.graphkeep.transfer.ContentId;
import java.security.MessageDigest;
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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Naming chunks by SHA-256, in MiB a second, at the sizes that cutting makes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HashBenchmark {
    private static final int BYTES = 1 << 20;

    @Param({"4096", "65536"})
    public int chunk;

    private final MessageDigest digest = ContentId.newDigest();
    private final byte[] bytes = new byte[BYTES];

    public HashBenchmark() {
        new SplittableRandom(1).nextBytes(bytes);
    }

    @Benchmark
    public void mebibytes(Blackhole sink) {
        for (var at = 0; at < BYTES; at += chunk) {
            sink.consume(ChunkId.of(digest, bytes, at, chunk));
        }
    }
}
