package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.v1.DownloadFormat;
import io.graphkeep.v1.DownloadSnapshotRequest;
import io.graphkeep.v1.DownloadSnapshotResponse;
import io.graphkeep.v1.FileHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DownloadTest extends WithSource {
    private static final long SEED = 20267;

    private String snapshot = "";

    DownloadTest() {
        super(ahead());
    }

    @BeforeEach
    void capture() throws IOException {
        NastyDirectory.fill(source, SEED);
        Files.createDirectories(source.resolve("linked"));
        Files.createLink(source.resolve("linked/one"), source.resolve("kv_store.json"));
        Files.createLink(source.resolve("linked/two"), source.resolve("kv_store.json"));
        snapshot = site.capture(graph).getSnapshotId();
    }

    @Test
    void allComesInTheTreesOrderAsItWas() throws IOException {
        var all = Received.of(site, request());

        var paths = all.headers.stream().map(DownloadTest::path).toList();
        assertThat(paths).isSorted().doesNotHaveDuplicates();
        assertThat(all.ending().getEntries()).isEqualTo(paths.size());
        for (var name : List.of("kv_store.json", "vdb_entities.json", "large.bin", "sparse", "empty", "one byte")) {
            assertThat(all.contents.get(name)).as(name).isEqualTo(Files.readAllBytes(source.resolve(name)));
        }
        assertThat(header(all, "link").getLinkTarget()).isEqualTo("plain.txt");
        assertThat(header(all, "plain.txt").getHardLinkTarget()).isEqualTo("deep/hard-link");
        assertThat(header(all, "bad%FF%FEname").getSizeBytes()).isEqualTo(50);
        assertThat(header(all, "deep/hard-link").getExtendedAttributesMap()).containsKey("user.comment");
        assertThat(all.paths()).doesNotContain("", "fifo", "socket");
    }

    @Test
    void oneThatGoesOnFromAnyPlaceBringsTheRestOfTheSame() {
        var all = Received.of(site, request());

        for (var name : List.of("vdb_entities.json", "large.bin", "sparse", "empty")) {
            var whole = all.content(name);
            var size = whole.length;
            for (var offset : new int[] {0, 1, size / 3, size / 2 + 1, size / 2 + 2, size / 2 + 3, size - 1, size}) {
                if (offset < 0 || offset > size) {
                    continue;
                }
                var rest = Received.of(
                        site, request().addPaths(name).setResumePath(name).setResumeOffset(offset));

                assertThat(rest.contents.get(name))
                        .as("%s from %d", name, offset)
                        .isEqualTo(Arrays.copyOfRange(whole, offset, size));
                assertThat(rest.headers.getFirst().getOffset()).isEqualTo(offset);
            }
            var paths = all.paths();
            assertThat(Received.of(site, request().setResumePath(name)).paths())
                    .isEqualTo(paths.subList(paths.indexOf(name), paths.size()));
        }
    }

    @Test
    void everyOffsetAroundTheEdgesOfVectorsIsRight() throws IOException {
        var name = "vdb_entities.json";
        var whole = Files.readAllBytes(source.resolve(name));
        var choice = request().addPaths(name).setResumePath(name);

        for (var offset = 60; offset < 1500; offset += 37) {
            var rest = Received.of(site, choice.setResumeOffset(offset));

            assertThat(rest.contents.get(name))
                    .as("from %d", offset)
                    .isEqualTo(Arrays.copyOfRange(whole, offset, whole.length));
        }
    }

    @Test
    void aPlaceThatIsNotThereIsRefused() {
        refused(Reason.OFFSET_OUT_OF_RANGE, request().setResumePath("one byte").setResumeOffset(2));
        refused(Reason.OFFSET_OUT_OF_RANGE, request().setResumePath("deep").setResumeOffset(1));
        refused(Reason.FILE_NOT_IN_SNAPSHOT, request().setResumePath("not there"));
        refused(Reason.FILE_NOT_IN_SNAPSHOT, request().setResumePath("zzz"));
        refused(Reason.FILE_NOT_IN_SNAPSHOT, request().addPaths("deep").addPaths("shallow"));
    }

    @Test
    void chosenPathsComeWithAllBelowThem() {
        var some = Received.of(site, request().addPaths("deep/er").addPaths("a.txt"));

        assertThat(some.paths())
                .containsExactly(
                        "a.txt",
                        "deep/er",
                        "deep/er/and",
                        "deep/er/and/deep",
                        "deep/er/and/deep/er",
                        "deep/er/and/deep/er/still",
                        "deep/er/and/deep/er/still/bottom");
    }

    @Test
    void aChosenNameOfAFileThatIsNotChosenBringsItsContent() throws IOException {
        var content = Files.readAllBytes(source.resolve("kv_store.json"));
        var choice = request().addPaths("linked").addPaths("large.bin");

        var some = Received.of(site, choice);
        var rest = Received.of(site, choice.clone().setResumePath("linked/one").setResumeOffset(5));

        // Its content comes where the file's first name stands, which is before the directory.
        assertThat(some.paths()).containsExactly("linked/one", "large.bin", "linked", "linked/two");
        assertThat(some.contents.get("linked/one")).isEqualTo(content);
        assertThat(header(some, "linked/two").getHardLinkTarget()).isEqualTo("linked/one");
        assertThat(rest.paths()).isEqualTo(some.paths());
        assertThat(rest.contents.get("linked/one")).isEqualTo(Arrays.copyOfRange(content, 5, content.length));
    }

    @Test
    void anArchiveUnpacksToWhatWasCaptured() throws Exception {
        var file = top.resolve("all.tar");
        var out = Files.createDirectory(top.resolve("unpacked"));
        var all = Received.of(site, request().setFormat(DownloadFormat.DOWNLOAD_FORMAT_TAR));
        Files.write(file, all.archive.toByteArray());

        var tar = new ProcessBuilder(
                        "tar", "--xattrs", "--xattrs-include=*", "-xpf", file.toString(), "-C", out.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(tar.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(tar.waitFor()).as(said).isZero();
        assertThat(said).isEmpty();
        // An archive of what is below the top says nothing of the top itself.
        Files.setLastModifiedTime(out, Files.getLastModifiedTime(source));
        assertThat(TreeCompare.differences(source, out)).isEmpty();
        assertThat(all.headers).isEmpty();
    }

    @Test
    void aReaderWhoGoesAwayLeavesNothingOpen() {
        var gone = new Received() {
            @Override
            public void send(DownloadSnapshotResponse frame) throws InterruptedException {
                super.send(frame);
                if (headers.size() == 10) {
                    throw new CancellationException("gone");
                }
            }
        };

        assertThatThrownBy(() -> gone.run(site, request())).isInstanceOf(CancellationException.class);

        assertThat(site.ask("SELECT count(*) FROM session WHERE kind = 'READ' AND state = 'OPEN'"))
                .isEqualTo("0");
        assertThat(gone.end).isNull();
    }

    @Test
    void whoReadsNothingHoldsUpNobody() throws InterruptedException {
        var stuck = new StuckReader();
        var slow = Thread.ofVirtual().start(() -> stuck.run(site, request()));
        stuck.await();

        var others = Received.of(site, request());

        assertThat(others.end).isNotNull();
        stuck.let();
        slow.join();
        assertThat(stuck.contents).containsOnlyKeys(others.contents.keySet());
        assertThat(stuck.end).isEqualTo(others.end);
    }

    @Test
    void whatIsReadStaysThereThoughItIsDeletedMeanwhile() {
        var reader = new Received() {
            @Override
            public void checkReader() {
                site.sql("UPDATE snapshot SET state = 'DELETING' WHERE id = '" + snapshot + "'");
            }
        };

        // What is being read stays whole, whatever becomes of the snapshot meanwhile.
        assertThat(reader.run(site, request()).end).isNotNull();
        refused(Reason.SNAPSHOT_NOT_READY, request());
    }

    private DownloadSnapshotRequest.Builder request() {
        return DownloadSnapshotRequest.newBuilder().setSnapshotId(snapshot);
    }

    private void refused(Reason reason, DownloadSnapshotRequest.Builder request) {
        var failure = catchThrowableOfType(GraphkeepException.class, () -> Received.of(site, request));

        assertThat(failure.reason()).as(failure.sentence()).isEqualTo(reason);
    }

    private static FileHeader header(Received received, String path) {
        return received.headers.stream()
                .filter(header -> header.getPath().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + path + " came"));
    }

    private static TreePath path(FileHeader header) {
        try {
            return TreePath.parseText(header.getPath());
        } catch (io.graphkeep.transfer.FormatException e) {
            throw new AssertionError(e);
        }
    }
}
