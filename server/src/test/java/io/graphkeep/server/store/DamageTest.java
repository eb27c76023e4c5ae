package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No damaged byte is delivered as good: it is an error that names what is hit. */
final class DamageTest {
    @TempDir
    private Path home;

    private TestStore test;
    private Store store;
    private UUID snapshot;
    private final List<Sample.Piece> pieces = Sample.mixed(new Random(1), 8);

    @BeforeEach
    void open() throws IOException {
        test = new TestStore(home);
        store = test.open();
        snapshot = Sample.write(test, store, pieces, null);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void aFlippedBitAnywhereInAnythingThatTheSnapshotNeedsIsFoundAndNamed() throws IOException {
        var seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (var file : files("packs", "manifests")) {
            var good = Files.readAllBytes(file);
            for (var i = 0; i < 12; i++) {
                var bad = good.clone();
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, bad);
                requireCorrupt(file);
            }
            Files.write(file, good);
        }
        requireIntact();
    }

    @Test
    void whatIsMissingOrCutShortIsFoundAndNamed() throws IOException {
        for (var file : files("packs", "manifests")) {
            var good = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(good, good.length / 2));
            requireCorrupt(file);
            Files.write(file, new byte[good.length]);
            requireCorrupt(file);
            Files.delete(file);
            requireCorrupt(file);
            Files.write(file, good);
        }
        requireIntact();
    }

    @Test
    void twoPacksThatChangedPlacesAreFound() throws IOException {
        var packs = files("packs");
        var one = packs.get(0);
        var other = packs.get(1);
        var bytes = Files.readAllBytes(one);
        Files.write(one, Files.readAllBytes(other));
        Files.write(other, bytes);

        requireCorrupt(one.resolveSibling("packs"));
    }

    @Test
    void aLocatorThatPointsElsewhereDeliversNothing() throws IOException {
        test.sql("UPDATE segment SET locator = (SELECT locator FROM segment ORDER BY bytes DESC LIMIT 1)");

        requireCorrupt(home);
    }

    @Test
    void aSegmentWhoseListIsDamagedIsStoredAnewByTheNextCapture() throws IOException {
        var metadata = test.directory()
                .resolve(ObjectNames.pack(UUID.fromString(test.ask("SELECT id FROM pack WHERE kind = 'METADATA'")))
                        .value());
        var bytes = Files.readAllBytes(metadata);
        bytes[PackFrame.HEADER_BYTES + 5] ^= 1;
        Files.write(metadata, bytes);
        var restarted = test.open();
        var next = test.ids.next();
        try (var session = restarted.openWrite(new WriteRequest(test.graph, next, null, 0, snapshot))) {
            test.addSnapshot(next, test.graph, session.id());
            for (var piece : pieces) {
                assertThat(session.descriptor(piece.segment().id())).isEmpty();
            }
            Sample.fill(session, pieces, next);
            Sample.commit(test, session, next);
        }
        assertThat(Sample.read(restarted, next, Sample.ids(pieces))).isEqualTo(Sample.bytes(pieces));
    }

    private List<Path> files(String... directories) throws IOException {
        var files = new ArrayList<Path>();
        for (var directory : directories) {
            try (var walk = Files.walk(test.directory().resolve(directory))) {
                walk.filter(Files::isRegularFile).forEach(files::add);
            }
        }
        return files;
    }

    /** Read by a server that has not read it before, so that nothing is remembered. */
    private void requireCorrupt(Path file) throws IOException {
        var fresh = test.open();
        assertThatThrownBy(() -> readAll(fresh))
                .as("damage in %s", file)
                .isInstanceOfSatisfying(GraphkeepException.class, failure -> {
                    assertThat(failure.reason()).as(failure.sentence()).isEqualTo(Reason.SNAPSHOT_CORRUPT);
                    assertThat(failure.metadata()).containsEntry("snapshot_id", snapshot.toString());
                    assertThat(failure.sentence()).containsAnyOf("packs/", "manifests/", "pack ", "segment ");
                });
        fresh.close();
    }

    private void requireIntact() throws IOException {
        readAll(test.open());
    }

    private void readAll(Store from) throws IOException {
        assertThat(Sample.read(from, snapshot, Sample.ids(pieces))).isEqualTo(Sample.bytes(pieces));
        try (var session = from.openRead(snapshot)) {
            assertThat(session.tree().readAllBytes()).isNotEmpty();
        }
    }
}
