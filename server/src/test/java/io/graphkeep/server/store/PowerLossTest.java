package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.store.backend.LocalBackend;
import io.graphkeep.server.store.backend.LostPower;
import io.graphkeep.server.store.backend.RecordedDisk;
import io.graphkeep.server.store.backend.RecordedDisk.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Power may be lost after any change to the disk: what was promised by then is there, and what was acknowledged restores.
 *
 * <p>The changes of a first start, captures, a deletion and a cleanup are recorded, and every beginning of them is replayed
 * with all dropped that was not forced.
 */
final class PowerLossTest {
    @TempDir
    Path temporary;

    private final RecordedDisk disk = new RecordedDisk();
    private final List<Sample.Piece> first = Sample.mixed(new Random(1), 4);
    private final List<Sample.Piece> second = Sample.mixed(new Random(2), 4);
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
        acknowledged(Sample.write(test, store, first, null));
        var going = Sample.write(test, store, Sample.mixed(new Random(3), 4), null);
        acknowledged(Sample.write(test, store, second, null));
        store.deleteSnapshot(going, "test", tx -> {}, tx -> {});
        for (var run = 0; run < 2; run++) {
            store.collect(new CollectionLimits(1, Long.MAX_VALUE), () -> {});
        }
        store.close();
        steps = disk.steps();
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void whatWasPromisedSurvivesTheLossOfPowerAfterAnyChange() {
        assertThat(steps)
                .anyMatch(step -> step instanceof Step.IsGone gone
                        && gone.file().toString().contains("packs"));

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
        assertThat(acknowledged).hasSize(2);
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
        assertThat(left.isLeft(keyFile)).as(as).isTrue();
        var copy = Files.createTempDirectory(temporary, "left");
        try (var files = Files.walk(home)) {
            for (var file :
                    files.filter(Files::isRegularFile).filter(left::isLeft).toList()) {
                var to = copy.resolve(home.relativize(file));
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
        var objects = LocalBackend.open(copy.resolve("store"), new Random(1));
        try (var store = test.open(new MasterKeyFile(keyFile), objects)) {
            for (var snapshot : snapshots) {
                var content = snapshot.equals(snapshots.getFirst()) ? first : second;
                assertThat(Sample.read(store, snapshot, Sample.ids(content)))
                        .as(as)
                        .isEqualTo(Sample.bytes(content));
            }
        }
    }
}
