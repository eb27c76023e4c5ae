package io.graphkeep.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Prints how many megabytes a second of processor time cuts, names and puts together again; run by hand, not a test.
 *
 * <p>{@code java -cp <test class path> io.graphkeep.transfer.TransferBenchmark [megabytes]}
 */
final class TransferBenchmark {
    private static final int ROUNDS = 7;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private TransferBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        var size = (arguments.length == 0 ? 128 : Integer.parseInt(arguments[0])) << 20;
        measure("text", "a.json", () -> text(size));
        measure("binary", "a.index", () -> random(size));
        measure("base64, 1024 dimensions", "a.json", () -> matrix(1024, size));
        measure("base64, 128 dimensions", "a.json", () -> matrix(128, size));
        measure("base64, no width", "a.json", () -> matrix(0, size));
    }

    private static void measure(String what, String name, Supplier<byte[]> source) throws IOException {
        var file = source.get();
        var counts = new long[3];
        var digest = ContentId.newDigest();
        report(
                what + ": cut",
                file,
                () -> cut(name, file, (bytes, offset, length, encoding, kind) -> {
                    counts[0]++;
                    counts[1] += length;
                }));
        System.out.printf("%-40s %8d bytes on average%n", what + ": chunk", counts[1] / counts[0]);
        report(
                what + ": cut and hash",
                file,
                () -> cut(
                        name,
                        file,
                        (bytes, offset, length, encoding, kind) -> counts[2] +=
                                ChunkId.of(digest, bytes, offset, length).prefix()));
        report(what + ": cut and put together", file, () -> {
            var reassembler = new Reassembler(OutputStream.nullOutputStream());
            cut(
                    name,
                    file,
                    (bytes, offset, length, encoding, kind) -> reassembler.accept(bytes, offset, length, encoding));
            reassembler.finish();
        });
    }

    private static void cut(String name, byte[] file, ChunkSink sink) throws IOException {
        var chunker = Chunker.forFile(name, file.length, sink);
        for (var at = 0; at < file.length; at += 1 << 20) {
            chunker.write(file, at, Math.min(1 << 20, file.length - at));
        }
        chunker.finish();
    }

    private static void report(String what, byte[] file, Work work) throws IOException {
        var speeds = new double[ROUNDS];
        for (var round = 0; round < ROUNDS; round++) {
            var start = THREADS.getCurrentThreadCpuTime();
            work.run();
            speeds[round] = file.length * 1e3 / (THREADS.getCurrentThreadCpuTime() - start);
        }
        Arrays.sort(speeds);
        System.out.printf("%-40s %8.0f MB/s%n", what, speeds[ROUNDS / 2]);
    }

    private static byte[] text(int size) {
        var random = new Random(1);
        var text = new StringBuilder(size + 1024);
        while (text.length() < size) {
            text.append("    \"chunk-")
                    .append(Long.toHexString(random.nextLong()))
                    .append("\": {\n      \"content\": \"");
            for (var i = random.nextInt(200); i >= 0; i--) {
                text.append("word").append(random.nextInt(5000)).append(' ');
            }
            text.append("\",\n      \"tokens\": ").append(random.nextInt(1200)).append("\n    },\n");
        }
        return text.substring(0, size).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] random(int size) {
        var bytes = new byte[size];
        new Random(2).nextBytes(bytes);
        return bytes;
    }

    private static byte[] matrix(int dimensions, int size) {
        var head = dimensions == 0 ? "{" : "{\"embedding_dim\": " + dimensions + ", ";
        return (head + "\"matrix\": \"" + Base64.getEncoder().encodeToString(random(size / 4 * 3)) + "\"}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }
}
