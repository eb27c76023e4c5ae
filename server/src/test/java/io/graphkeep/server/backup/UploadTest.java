package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Principal;
import io.graphkeep.v1.DownloadSnapshotRequest;
import io.graphkeep.v1.FileHeader;
import io.graphkeep.v1.FileKind;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.UploadHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UploadTest extends WithSource {
    private static final long SEED = 20268;

    UploadTest() {
        super(ahead());
    }

    @BeforeEach
    void addGraph() {
        site.addPushedGraph("pushed", "{}");
    }

    @Test
    void whatWasDownloadedAndIsUploadedInAnyOrderIsTheSameAgain() throws IOException {
        NastyDirectory.fill(source, SEED);
        Files.createDirectories(source.resolve("linked"));
        Files.createLink(source.resolve("linked/one"), source.resolve("kv_store.json"));
        var captured = download(site.capture(graph));
        var order = new ArrayList<>(captured.headers);
        System.out.println("seed " + SEED);
        Collections.shuffle(order, new Random(SEED));

        var uploaded = new UploadedFrames(site)
                .header("pushed")
                .all(captured, order)
                .end()
                .send();

        var again = download(uploaded);
        for (var i = 0; i < captured.headers.size(); i++) {
            assertThat(again.headers.get(i)).isEqualTo(captured.headers.get(i));
        }
        assertThat(again.headers).hasSameSizeAs(captured.headers);
        assertThat(again.contents.keySet()).isEqualTo(captured.contents.keySet());
        again.contents.forEach((path, bytes) -> assertThat(bytes).as(path).isEqualTo(captured.content(path)));
        assertThat(uploaded.getCounts().getFiles()).isEqualTo(count(captured, FileKind.FILE_KIND_REGULAR));
        var small = captured.contents.values().stream()
                .mapToLong(bytes -> bytes.length < 1 << 20 ? bytes.length : 0)
                .sum();
        assertThat(uploaded.getStoredBytes())
                .as("segments of large files are found again, whoever stored them")
                .isLessThan(small + 200_000);
    }

    @Test
    void anUnchangedUploadStoresNextToNothing() throws IOException {
        NastyDirectory.fill(source, SEED);
        var captured = download(site.capture(graph));
        var shuffled = new ArrayList<>(captured.headers);
        Collections.shuffle(shuffled, new Random(SEED));
        new UploadedFrames(site)
                .header("pushed")
                .all(captured, captured.headers)
                .end()
                .send();

        var again = new UploadedFrames(site)
                .header("pushed")
                .all(captured, shuffled)
                .end()
                .send();

        assertThat(again.getNewBytes()).isZero();
        assertThat(again.getStoredBytes()).isZero();
    }

    @Test
    void aSmallChangeStoresLittleWhereverTheFileComes() {
        var random = new Random(SEED);
        var text = LongText.of(random, 3 << 20);
        var small = LongText.of(random, 300_000);
        new UploadedFrames(site)
                .header("pushed")
                .file("z/large.json", text)
                .file("a/small.json", small)
                .end()
                .send();
        text[1_500_000] ^= 1;
        small[150_000] ^= 1;

        var changed = new UploadedFrames(site)
                .header("pushed")
                .file("z/large.json", text)
                .file("a/small.json", small)
                .end()
                .send();

        assertThat(changed.getNewBytes()).isLessThan(80_000);
        assertThat(download(changed).content("z/large.json")).isEqualTo(text);
        assertThat(download(changed).content("a/small.json")).isEqualTo(small);
    }

    @Test
    void directoriesThatAreNotSentAreThere() {
        var made = new UploadedFrames(site)
                .header("pushed")
                .file("a/b/c.txt", new byte[] {1})
                .end()
                .send();

        var got = download(made);
        assertThat(got.paths()).containsExactly("a", "a/b", "a/b/c.txt");
        assertThat(got.headers.getFirst().getMode()).isEqualTo(0755);
        assertThat(got.headers.getLast().getMode()).isEqualTo(0644);
        assertThat(made.getCounts().getDirectories()).isEqualTo(3);
    }

    @Test
    void aSizeThatNobodyToldMakesNoDifference() {
        var bytes = LongText.of(new Random(SEED), 2 << 20);
        var told = new UploadedFrames(site)
                .header("pushed")
                .file("a.txt", bytes)
                .end()
                .send();

        var untold = new UploadedFrames(site)
                .header("pushed")
                .file(FileHeader.newBuilder().setPath("a.txt"), bytes)
                .end()
                .send();

        assertThat(told.getNewBytes()).isPositive();
        assertThat(untold.getNewBytes()).isLessThan(1000);
    }

    @Test
    void whatWasWishedIsKept() {
        var header = UploadHeader.newBuilder()
                .setGraphId("pushed")
                .putLabels("why", "release")
                .setDescription("before the release");

        var made = new UploadedFrames(site)
                .header(header)
                .file("a", new byte[3])
                .end()
                .send();

        assertThat(made.getLabelsMap()).isEqualTo(Map.of("why", "release"));
        assertThat(made.getDescription()).isEqualTo("before the release");
        assertThat(made.getTrigger().name()).isEqualTo("SNAPSHOT_TRIGGER_PUSHED");
        assertThat(made.getCreatedBy()).isEqualTo(Principal.server().name());
    }

    @Test
    void moreFilesThanFitIntoMemoryComeIntoOrder() {
        var frames = new UploadedFrames(site).header("pushed");
        var names = new ArrayList<String>();
        for (var i = 0; i < 12_000; i++) {
            names.add("d%02d/file-%05d".formatted(i % 37, i));
        }
        Collections.shuffle(names, new Random(SEED));
        names.forEach(name -> frames.file(name, name.getBytes(java.nio.charset.StandardCharsets.UTF_8)));

        var made = frames.end().send();

        var got = download(made);
        assertThat(got.contents).hasSize(12_000);
        assertThat(got.content("d05/file-00005")).asString().isEqualTo("d05/file-00005");
    }

    @Test
    void theSecondOfTwoAtOnceIsRefused() {
        var first = new UploadedFrames(site).header("pushed").file("a", new byte[1]);
        var second =
                new UploadedFrames(site).header("pushed").file("a", new byte[1]).end();

        first.atEachFrame(() -> second.refused(Reason.CAPTURE_RUNNING)).end().send();
    }

    @Test
    void anUploadThatBreaksLeavesNothing() throws IOException {
        new UploadedFrames(site).header("pushed").file("a", new byte[3]).refused(Reason.PROTOCOL_VIOLATION);

        assertThat(site.ask("SELECT count(*) FROM snapshot WHERE state = 'CREATING'"))
                .isEqualTo("0");
        assertThat(site.ask("SELECT count(*) FROM session WHERE state = 'OPEN'"))
                .isEqualTo("0");
        assertThat(site.ask("SELECT string_agg(state, ',') FROM operation WHERE kind = 'RECEIVE'"))
                .isEqualTo("FAILED");
        try (var left = Files.list(top.resolve("home/spool"))) {
            assertThat(left).isEmpty();
        }
        new UploadedFrames(site).header("pushed").file("a", new byte[3]).end().send();
    }

    private Received download(Snapshot snapshot) {
        return Received.of(site, DownloadSnapshotRequest.newBuilder().setSnapshotId(snapshot.getSnapshotId()));
    }

    private static long count(Received all, FileKind kind) {
        return all.headers.stream().filter(header -> header.getKind() == kind).count();
    }
}
