package io.graphkeep.bench.parts;

import io.graphkeep.corpus.LightRagFiles;
import io.graphkeep.corpus.LightRagGraph;
import io.graphkeep.transfer.Chunker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Cutting, in MiB a second: what a file's bytes are decides how. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChunkerBenchmark {
    private static final int MEBIBYTES = 4;
    private static final int BYTES = MEBIBYTES << 20;
    private static final long CORPUS_BYTES = 20_000_000;

    /** A file of each kind: text, rows of vectors that end in a base64 matrix, anything else. */
    @Param({"graph_chunk_entity_relation.graphml", "kv_store_llm_response_cache.json", "vdb_entities.json", "other.bin"
    })
    public String file = "";

    private byte[] bytes = {};

    @Setup
    public void read() throws IOException {
        var directory = Files.createTempDirectory("graphkeep-jmh");
        LightRagFiles.write(LightRagGraph.ofSize(CORPUS_BYTES, 1), directory);
        bytes = new byte[BYTES];
        new SplittableRandom(1).nextBytes(bytes);
        var path = directory.resolve(file);
        if (Files.exists(path)) {
            var all = Files.readAllBytes(path);
            // The end of a vector file is its matrix: the beginning and as much of the end.
            for (var at = 0; at < BYTES; at += all.length) {
                System.arraycopy(
                        all, Math.max(0, all.length - (BYTES - at)), bytes, at, Math.min(all.length, BYTES - at));
            }
            System.arraycopy(all, 0, bytes, 0, Math.min(all.length, BYTES / 2));
        }
        deleteAll(directory);
    }

    private static void deleteAll(Path directory) throws IOException {
        try (var all = Files.list(directory)) {
            for (var path : all.toList()) {
                Files.delete(path);
            }
        }
        Files.delete(directory);
    }

    @Benchmark
    @OperationsPerInvocation(MEBIBYTES)
    public void mebibytes(Blackhole sink) throws IOException {
        var chunker = Chunker.forFile(file, BYTES, (buffer, offset, length, encoding, kind) -> sink.consume(length));
        chunker.write(bytes, 0, BYTES);
        chunker.finish();
    }
}
