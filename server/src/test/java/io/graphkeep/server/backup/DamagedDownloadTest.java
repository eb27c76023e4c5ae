package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.v1.DownloadFormat;
import io.graphkeep.v1.DownloadSnapshotRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No damaged byte is sent: the stream ends before it, or leaves the whole file out where it was asked to. */
class DamagedDownloadTest extends WithSite {
    private static final int FILES = 6;
    private static final int FILE_BYTES = 3 << 20;

    private String snapshot = "";

    @BeforeEach
    void capture() throws IOException {
        var random = new Random(20268);
        for (var i = 0; i < FILES; i++) {
            var bytes = new byte[FILE_BYTES];
            random.nextBytes(bytes);
            Files.write(source.resolve("file-" + i), bytes);
        }
        Files.createLink(source.resolve("second name of 3"), source.resolve("file-3"));
        snapshot = site.capture(graph).getSnapshotId();
        damage(3 * FILE_BYTES + FILE_BYTES / 2);
    }

    @Test
    void theStreamEndsBeforeWhatIsDamagedAndNamesIt() throws IOException {
        var received = new Received();

        var failure = catchThrowableOfType(GraphkeepException.class, () -> received.run(site, request()));

        assertThat(failure.reason()).isEqualTo(Reason.STORE_DAMAGED);
        assertThat(failure.metadata()).containsEntry("path", "file-3");
        assertThat(received.end).isNull();
        assertThat(received.contents).containsOnlyKeys("file", "file-0", "file-1", "file-2");
        requireRight(received);
        assertThat(site.snapshot(java.util.UUID.fromString(snapshot)).state()).isEqualTo("CORRUPT");
        var known = catchThrowableOfType(GraphkeepException.class, () -> Received.of(site, request()));
        assertThat(known.reason()).isEqualTo(Reason.SNAPSHOT_CORRUPT);
    }

    @Test
    void whatIsWholeComesWhereDamageIsAllowed() throws IOException {
        meetDamage();

        var received = Received.of(site, request().setAllowDamaged(true));

        assertThat(received.contents).containsOnlyKeys("file", "file-0", "file-1", "file-2", "file-4", "file-5");
        assertThat(received.paths()).doesNotContain("file-3", "second name of 3");
        assertThat(received.ending().getDamagedFiles()).isEqualTo(2);
        assertThat(received.headers)
                .as("what a stream has left out before it breaks")
                .allSatisfy(header -> assertThat(header.getDamagedBefore())
                        .isEqualTo(header.getPath().compareTo("file-3") > 0 ? 1 : 0));
        requireRight(received);
    }

    @Test
    void oneThatGoesOnAtADamagedFileLeavesItOut() {
        meetDamage();

        var received = Received.of(
                site, request().setAllowDamaged(true).setResumePath("file-3").setResumeOffset(1 << 20));
        var later = Received.of(site, request().setAllowDamaged(true).setResumePath("file-4"));

        assertThat(received.paths()).containsExactly("file-4", "file-5");
        assertThat(received.ending().getDamagedFiles()).isEqualTo(2);
        assertThat(later.paths()).containsExactly("file-4", "file-5");
        assertThat(later.ending().getDamagedFiles()).isEqualTo(1);
    }

    @Test
    void anArchiveOfWhatIsWholeHasNothingOfWhatIsNot() {
        meetDamage();

        var received = Received.of(site, request().setAllowDamaged(true).setFormat(DownloadFormat.DOWNLOAD_FORMAT_TAR));

        assertThat(received.ending().getEntries()).isEqualTo(FILES);
        assertThat(received.ending().getDamagedFiles()).isEqualTo(2);
    }

    private void meetDamage() {
        assertThatThrownBy(() -> Received.of(site, request())).isInstanceOf(GraphkeepException.class);
    }

    private void requireRight(Received received) throws IOException {
        for (var file : received.contents.entrySet()) {
            assertThat(file.getValue()).as(file.getKey()).isEqualTo(Files.readAllBytes(source.resolve(file.getKey())));
        }
    }

    private DownloadSnapshotRequest.Builder request() {
        return DownloadSnapshotRequest.newBuilder().setSnapshotId(snapshot);
    }

    /** Random bytes do not shrink, so that a file lies in the pack about where it lay in the order of all. */
    private void damage(int place) throws IOException {
        try (var all = Files.walk(top.resolve("home/store/packs"))) {
            Path pack = all.filter(Files::isRegularFile)
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
            var bytes = Files.readAllBytes(pack);
            Arrays.fill(bytes, place, place + 16, (byte) 0);
            Files.delete(pack);
            Files.write(pack, bytes);
        }
    }
}
