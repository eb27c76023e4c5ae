package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.v1.FileProblem;
import io.graphkeep.v1.PathFinding;
import io.graphkeep.v1.RestoreResult;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.RestoreToDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of a damaged snapshot is whole comes back, what is not is named, and no wrong byte is among it. */
class DamagedRestoreTest extends WithSite {
    private static final int FILES = 6;
    private static final int FILE_BYTES = 3 << 20;
    private static final int MIDDLE = 3 * FILE_BYTES + FILE_BYTES / 2;

    private UUID snapshot = new UUID(0, 0);

    @BeforeEach
    void capture() throws IOException {
        var random = new Random(20265);
        for (var i = 0; i < FILES; i++) {
            var bytes = new byte[FILE_BYTES];
            random.nextBytes(bytes);
            Files.write(source.resolve("file-" + i), bytes);
        }
        Files.createLink(source.resolve("second name of 3"), source.resolve("file-3"));
        snapshot = UUID.fromString(site.capture(graph).getSnapshotId());
    }

    @Test
    void whatIsWholeOfADamagedSnapshotComesBackAndTheRestIsNamed() throws IOException {
        damage();

        requireTheRest();
    }

    @Test
    void aBadSectorIsDamageAsAFlippedBitIs() throws IOException {
        var pack = pack().getFileName().toString();
        site.objects.failReads(name -> name.value().endsWith(pack), MIDDLE, MIDDLE + 4096);

        requireTheRest();
    }

    private void requireTheRest() throws IOException {
        var refused = site.run("RESTORE", graph, snapshot, to("refused", false));
        assertThat(BackupSite.error(refused)).contains("[SNAPSHOT_CORRUPT]");
        assertThat(top.resolve("refused")).doesNotExist();

        var result = BackupSite.result(site.run("RESTORE", graph, snapshot, to("whole", true)), RestoreResult.class);

        assertThat(result.getFindingsList())
                .filteredOn(finding -> finding.getProblem() == FileProblem.FILE_PROBLEM_DAMAGED)
                .extracting(PathFinding::getPath)
                .contains("file-3", "second name of 3");
        assertThat(result.getDamagedFiles()).isGreaterThanOrEqualTo(2).isLessThan(FILES);
        assertThat(top.resolve("whole/file-3")).doesNotExist();
        try (var files = Files.list(top.resolve("whole"))) {
            assertThat(files.toList())
                    .hasSizeGreaterThan(2)
                    .allSatisfy(file -> assertThat(file).hasSameBinaryContentAs(source.resolve(file.getFileName())));
        }
        assertThat(site.snapshot(snapshot).state()).isEqualTo("CORRUPT");
    }

    private void damage() throws IOException {
        var pack = pack();
        var bytes = Files.readAllBytes(pack);
        Arrays.fill(bytes, MIDDLE, MIDDLE + 16, (byte) 0);
        Files.delete(pack);
        Files.write(pack, bytes);
    }

    /** The pack of the data: random bytes do not shrink, so that a file lies in it about where it lay in the order of all. */
    private Path pack() throws IOException {
        try (var all = Files.walk(top.resolve("home/store/packs"))) {
            return all.filter(Files::isRegularFile)
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    private RestoreSnapshotRequest to(String name, boolean allowDamaged) {
        Path path = top.resolve(name);
        return RestoreSnapshotRequest.newBuilder()
                .setToDirectory(RestoreToDirectory.newBuilder().setPath(path.toString()))
                .setAllowDamaged(allowDamaged)
                .build();
    }
}
