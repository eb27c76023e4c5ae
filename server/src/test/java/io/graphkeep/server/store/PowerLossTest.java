package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.store.backend.LocalBackend;
import io.graphkeep.server.store.backend.LostPower;
import io.graphkeep.server.store.backend.ObjectName;
import io.graphkeep.server.store.backend.RecordedDisk;
import io.graphkeep.server.store.backend.RecordedDisk.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Power may be lost after any change to the disk: what was promised by then is there, the key that is left opens the store, and
 * what was acknowledged restores.
 *
 * <p>The changes of a first start, captures, a deletion, a cleanup and a rotation of the key are recorded, and every beginning of
 * them is replayed with all dropped that was not forced.
 */
final class PowerLossTest {
    @TempDir
    Path temporary;

    private final RecordedDisk disk = new RecordedDisk();
    private final List<Sample.Piece> first = Sample.mixed(new Random(1), 4);
    private final List<Sample.Piece> second = Sample.mixed(new Random(2), 4);
    private final List<Sample.Piece> third = Sample.mixed(new Random(4), 4);
    private TestStore test;
    private Path home;
    private Path keyHome;
    private Path keyFile;
    private List<Step> steps;

    @BeforeEach
    void record() throws IOException {
        home = Files.createDirectory(temporary.resolve("home"));
        test = new TestStore(Files.createDirectory(temporary.resolve("other")));
        // Beside the store, not in one directory with it: a force of that would do for both.
        keyHome = Files.createDirectory(temporary.resolve("key"));
        keyFile = keyHome.resolve("keys/master.key");
        var key = new MasterKeyFile(keyFile, disk);
        var store = test.open(key, disk.objects(home.resolve("store")));
        disk.promise(new Step.IsThere(keyFile));
        disk.promise(new Step.Holds("the key file opens the store", this::opens));
        disk.promise(new Step.Holds("the newest wrapped key is not without the key that opens it", this::newestOpens));
        acknowledged(Sample.write(test, store, first, null));
        var going = Sample.write(test, store, Sample.mixed(new Random(3), 4), null);
        acknowledged(Sample.write(test, store, second, null));
        store.deleteSnapshot(going, "test", tx -> {}, tx -> {});
        for (var run = 0; run < 2; run++) {
            store.survey(() -> {}).collect(new CollectionLimits(1, Long.MAX_VALUE), () -> {});
        }
        assertThat(store.rotateKey()).isEqualTo(2);
        store.dropOldKeys();
        acknowledged(Sample.write(test, store, third, null));
        store.close();
        steps = disk.steps();
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void whatWasPromisedSurvivesTheLossOfPowerAfterAnyChange() {
        assertThat(steps).anyMatch(step -> isGone(step, "packs")).anyMatch(step -> isGone(step, "keys"));

        assertThat(left().replay(steps, -1)).isEmpty();
    }

    @Test
    void noForceOfAFileOrADirectoryCanBeLeftOut() {
        var forces = 0;
        for (var number = 0; number < steps.size(); number++) {
            if (steps.get(number) instanceof Step.Forced || steps.get(number) instanceof Step.Written) {
                forces++;
                assertThat(left().replay(steps, number))
                        .as("without step %d, %s, of %s", number, steps.get(number), steps)
                        .isPresent();
            }
        }
        assertThat(forces).isGreaterThan(20);
    }

    @Test
    void acknowledgedSnapshotsRestoreFromWhatIsLeft() throws IOException {
        var acknowledged = new ArrayList<UUID>();
        for (var number = 0; number < steps.size(); number++) {
            if (steps.get(number) instanceof Step.Acknowledged snapshot) {
                acknowledged.add((UUID) snapshot.what());
                restore(steps.subList(0, number + 1), acknowledged, "power lost after step " + number);
            }
        }
        restore(steps, acknowledged, "power lost at the end");
        assertThat(acknowledged).hasSize(3);
    }

    private static boolean isGone(Step step, String kind) {
        return step instanceof Step.IsGone gone && gone.file().toString().contains(kind);
    }

    private boolean opens(LostPower left) {
        return wrapped(left).entrySet().stream().anyMatch(key -> fits(left, keyFile, key));
    }

    private boolean newestOpens(LostPower left) {
        var next = keyFile.resolveSibling("master.key.next");
        var newest = wrapped(left).lastEntry();
        return newest != null && (fits(left, keyFile, newest) || fits(left, next, newest));
    }

    private NavigableMap<String, byte[]> wrapped(LostPower left) {
        var keys = new TreeMap<String, byte[]>();
        left.files(home.resolve("store/keys")).forEach((file, content) -> {
            if (!file.getFileName().toString().startsWith(".")) {
                keys.put("keys/" + file.getFileName(), content.toByteArray());
            }
        });
        return keys;
    }

    /** Whether what is left of a key file opens a wrapped key. */
    private boolean fits(LostPower left, Path file, Map.Entry<String, byte[]> wrapped) {
        var key = left.files(keyHome).get(file);
        try {
            return key != null
                    && WrappedKey.unwrap(
                                            new ObjectName(wrapped.getKey()),
                                            wrapped.getValue(),
                                            MasterKey.parse(key.toStringUtf8()))
                                    .reveal()
                                    .length
                            == RepositoryKey.BYTES;
        } catch (GraphkeepException | DamagedException foreign) {
            return false;
        }
    }

    private LostPower left() {
        return new LostPower(home, keyHome);
    }

    private void acknowledged(UUID snapshot) {
        disk.promise(new Step.Acknowledged(snapshot));
    }

    private void restore(List<Step> until, List<UUID> snapshots, String as) throws IOException {
        var left = left();
        assertThat(left.replay(until, -1)).as(as).isEmpty();
        var copy = Files.createTempDirectory(temporary, "left");
        for (var file : left.files(temporary).entrySet()) {
            var to = copy.resolve(temporary.relativize(file.getKey()));
            Files.createDirectories(to.getParent());
            Files.write(to, file.getValue().toByteArray());
        }
        var objects = LocalBackend.open(copy.resolve("home/store"), new UUID(0, 1), new Random(1));
        var key = new MasterKeyFile(copy.resolve(temporary.relativize(keyFile)));
        try (var store = test.open(key, objects)) {
            for (var number = 0; number < snapshots.size(); number++) {
                var content = List.of(first, second, third).get(number);
                assertThat(Sample.read(store, snapshots.get(number), Sample.ids(content)))
                        .as(as)
                        .isEqualTo(Sample.bytes(content));
            }
        }
    }
}
