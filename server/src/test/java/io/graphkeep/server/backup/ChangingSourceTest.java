package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.backup.reading.ReadRate;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.RestoreToDirectory;
import io.graphkeep.v1.Snapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captures of a source that changes in between, with so little memory that everything waits for everything. */
class ChangingSourceTest {
    private static final int MEMORY = 3 << 20;

    @TempDir
    private Path temporary;

    private Path top;
    private Path source;
    private BackupSite site;
    private UUID graph;
    private int restores;

    @BeforeEach
    void open() throws IOException {
        top = temporary.toRealPath();
        source = Files.createDirectory(top.resolve("source"));
        var clock = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(10));
        site = new BackupSite(top.resolve("home"), clock, new CaptureLimits(3, MEMORY, new ReadRate(null)));
        graph = site.addGraph("books", source);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void everySnapshotOfAChangingSourceIsTheSourceAsItWas() throws IOException {
        var seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (var i = 0; i < 300; i++) {
            write(small(i), content(random, random.nextInt(20_000)));
        }
        write("big/text.json", text(random, 3_000_000));
        write("big/vectors.json", vectors(random, 400));
        write("big/binary", content(random, 5_000_000));
        for (var round = 0; round < 5; round++) {
            assertRestorable(site.capture(graph));
            for (var change = 0; change < 6; change++) {
                change(random);
            }
        }
    }

    @Test
    void whatStandsBesideAChangeIsNotStoredAgain() throws IOException {
        var random = new Random(20268);
        for (var i = 0; i < 2_000; i++) {
            write(small(i), text(random, 3_000));
        }
        var first = site.capture(graph);
        write(small(1_000), text(random, 3_000));
        Files.delete(source.resolve(small(500)));
        write("files/f-new", text(random, 3_000));

        var second = site.capture(graph);

        assertThat(second.getCounts().getUnread()).isEqualTo(1_998);
        assertThat(second.getNewBytes()).isLessThan(200_000);
        assertThat(first.getNewBytes()).isGreaterThan(6_000_000);
        assertRestorable(second);
    }

    @Test
    void aLargeFileThatChangedInTheMiddleSharesTheRest() throws IOException {
        var random = new Random(20269);
        var content = text(random, 8_000_000);
        write("kv.json", content);
        site.capture(graph);
        write("kv.json", spliced(content, 4_000_000, text(random, 30_000)));

        var second = site.capture(graph);

        assertThat(second.getNewBytes()).isLessThan(120_000);
        assertRestorable(second);
    }

    @Test
    void aSourceThatDidNotChangeStoresNothing() throws IOException {
        write("kv.json", text(new Random(20270), 3_000_000));
        site.capture(graph);
        var packs = site.ask("SELECT count(*) FROM pack");

        var second = site.capture(graph);

        assertThat(second.getNewBytes()).isZero();
        assertThat(second.getStoredBytes()).isZero();
        assertThat(site.ask("SELECT count(*) FROM pack")).isEqualTo(packs);
        assertRestorable(second);
    }

    @Test
    void chunksThatDoNotFitTogetherIntoMemoryAreStoredOneByOne() throws IOException {
        var file = source.resolve("sparse.bin");
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(content(new Random(20271), 6_000_000)), 30_000_000);
        }

        assertRestorable(site.capture(graph));
    }

    @Test
    void aForcedReadOfTheSameFilesStoresNothingAgain() throws IOException {
        var random = new Random(20272);
        write("kv.json", text(random, 3_000_000));
        write("vectors.json", vectors(random, 300));
        site.capture(graph);

        var second = site.capture(
                graph, CreateSnapshotRequest.newBuilder().setForceRead(true).build());

        assertThat(second.getCounts().getUnread()).isZero();
        assertThat(second.getNewBytes()).isZero();
        assertRestorable(second);
    }

    private void change(Random random) throws IOException {
        switch (random.nextInt(6)) {
            case 0 -> write(small(random.nextInt(300)), content(random, random.nextInt(20_000)));
            case 1 -> Files.deleteIfExists(source.resolve(small(random.nextInt(300))));
            case 2 -> write(small(1000 + random.nextInt(100)), text(random, random.nextInt(300_000)));
            case 3 -> splice("big/text.json", random);
            case 4 -> splice("big/binary", random);
            default -> write("big/vectors.json", vectors(random, 100 + random.nextInt(400)));
        }
    }

    private void splice(String name, Random random) throws IOException {
        var content = Files.readAllBytes(source.resolve(name));
        write(name, spliced(content, random.nextInt(content.length), text(random, 1 + random.nextInt(5_000))));
    }

    private static byte[] spliced(byte[] content, int at, byte[] inserted) {
        var whole = Arrays.copyOf(content, content.length + inserted.length);
        System.arraycopy(inserted, 0, whole, at, inserted.length);
        System.arraycopy(content, at, whole, at + inserted.length, content.length - at);
        return whole;
    }

    private void assertRestorable(Snapshot snapshot) throws IOException {
        var to = top.resolve("restored-" + restores++);
        var request = RestoreSnapshotRequest.newBuilder()
                .setToDirectory(RestoreToDirectory.newBuilder().setPath(to.toString()))
                .build();
        site.run("RESTORE", graph, UUID.fromString(snapshot.getSnapshotId()), request);
        assertThat(TreeCompare.differences(source, to)).isEmpty();
    }

    private static String small(int number) {
        return "files/d%02d/f-%05d".formatted(number / 97, number);
    }

    private void write(String name, byte[] content) throws IOException {
        var file = source.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private static byte[] content(Random random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] text(Random random, int length) {
        var bytes = content(random, length);
        for (var i = 0; i < length; i++) {
            bytes[i] = (byte) (bytes[i] % 41 == 0 ? '\n' : 'a' + (bytes[i] & 15));
        }
        return bytes;
    }

    private static byte[] vectors(Random random, int rows) {
        var matrix = java.util.Base64.getEncoder().encodeToString(content(random, rows * 1024));
        var parts = new ArrayList<>(List.of("{\"embedding_dim\": 256, \"matrix\": \"", matrix, "\"}"));
        return String.join("", parts).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
