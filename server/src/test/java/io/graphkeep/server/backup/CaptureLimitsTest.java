package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.backup.reading.ReadRate;
import io.graphkeep.v1.CapturePolicy;
import io.graphkeep.v1.GraphPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A capture reads as fast as it may and not faster, and does with the least that it can be given. */
class CaptureLimitsTest {
    private static final int FILES = 64;
    private static final int FILE_BYTES = 16 << 10;
    private static final int LEAST_MEMORY = 8 << 20;
    private static final long RATE = 2 << 20;
    private static final Duration AT_LEAST =
            Duration.ofMillis(1000L * FILES * FILE_BYTES / RATE).minusMillis(50);

    @TempDir
    private Path temporary;

    private Path top;
    private Path source;

    @BeforeEach
    void fill() throws IOException {
        top = temporary.toRealPath();
        source = Files.createDirectory(top.resolve("source"));
        var random = new Random(8);
        var bytes = new byte[FILE_BYTES];
        for (var i = 0; i < FILES; i++) {
            random.nextBytes(bytes);
            Files.write(source.resolve("file-" + i), bytes);
        }
    }

    @Test
    void aCaptureKeepsToTheServersRate() throws IOException {
        try (var site = site(new CaptureLimits(2, new ReadRate(RATE)))) {
            var graph = site.addGraph("books", source);
            var begun = System.nanoTime();

            site.capture(graph);

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(AT_LEAST);
        }
    }

    @Test
    void aGraphsOwnRateHoldsWhereTheServerHasNone() throws IOException {
        try (var site = site(new CaptureLimits(2, new ReadRate(null)))) {
            var graph = site.addGraph("books", source);
            var policy = GraphPolicy.newBuilder()
                    .setCapture(CapturePolicy.newBuilder().setReadBytesPerSecond(RATE))
                    .build();
            site.sql("UPDATE graph SET policy = '" + GraphPolicies.print(policy) + "'");
            var begun = System.nanoTime();

            site.capture(graph);

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(AT_LEAST);
        }
    }

    @Test
    void oneThreadAndTheLeastMemoryAreEnoughForAFileThatIsLarger() throws IOException {
        var bytes = new byte[(int) (2.5 * LEAST_MEMORY)];
        new Random(9).nextBytes(bytes);
        Files.write(source.resolve("large"), bytes);
        try (var site = site(new CaptureLimits(1, LEAST_MEMORY, new ReadRate(null)))) {
            var captured = site.capture(site.addGraph("books", source));

            assertThat(captured.getLogicalBytes()).isEqualTo(bytes.length + (long) FILES * FILE_BYTES);
        }
    }

    private BackupSite site(CaptureLimits limits) throws IOException {
        return new BackupSite(top.resolve("home"), Clock.systemUTC(), limits);
    }
}
