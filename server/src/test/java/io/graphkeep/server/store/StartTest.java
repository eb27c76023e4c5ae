package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start tells its own store from none, from another's, from an older and from a newer one, and never makes a new one over it. */
final class StartTest {
    @TempDir
    private Path home;

    private TestStore test;

    @BeforeEach
    void open() throws IOException {
        test = new TestStore(home);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void theFirstStartMakesKeyRepositoryAndOwner() throws IOException {
        test.open();

        assertThat(mode(test.keyFile().path())).isEqualTo("rw-------");
        assertThat(mode(home.resolve("keys"))).isEqualTo("rwx------");
        assertThat(Files.readString(test.keyFile().path())).startsWith("gkm1_").endsWith("\n");
        assertThat(test.directory().resolve("keys/1")).exists();
        assertThat(test.directory().resolve("repository")).exists();
        assertThat(test.directory().resolve("owner/1")).exists();
    }

    @Test
    void eachStartRaisesTheGenerationOfBothSides() throws IOException {
        test.open();
        var third = openTimes(2);

        assertThat(third.status().generation()).isEqualTo(3);
        assertThat(test.directory().resolve("owner/3")).exists();
        assertThat(third.status().readOnly()).isEmpty();
    }

    @Test
    void oldOwnersGo() throws IOException {
        openTimes(20);

        assertThat(test.directory().resolve("owner/20")).exists();
        assertThat(test.directory().resolve("owner/3")).doesNotExist();
    }

    @Test
    void aStartThatDiedBetweenTheCatalogAndTheStoreIsNoSignOfAnOlderOne() throws IOException {
        test.open();
        test.sql("UPDATE instance SET generation = 2");

        assertThat(test.open().status().readOnly()).isEmpty();
    }

    @Test
    void aStartThatDiedAfterTheKeyGoesOn() throws IOException {
        test.open();
        Files.delete(test.directory().resolve("repository"));
        Files.delete(test.directory().resolve("owner/1"));
        test.sql("UPDATE instance SET generation = 0");

        var store = test.open();

        Sample.write(test, store, Sample.mixed(new Random(1), 2), null);
        assertThat(test.directory().resolve("keys/2")).doesNotExist();
    }

    @Test
    void aLostMasterKeyIsAClearErrorAndNoNewKeyIsMade() throws IOException {
        test.open();
        Files.delete(test.keyFile().path());

        assertThatThrownBy(() -> test.open())
                .satisfies(StoreTest.hasReason(Reason.KEY_UNAVAILABLE))
                .hasMessageContaining("master.key does not exist");
        assertThat(test.keyFile().path()).doesNotExist();
    }

    @Test
    void aWrongMasterKeyIsNamed() throws IOException {
        test.open();
        var other = new MasterKeyFile(home.resolve("other.key"));
        var wrong = other.make(test.ids);

        assertThatThrownBy(() -> test.open(other, TestStore.SETTINGS))
                .satisfies(StoreTest.hasReason(Reason.KEY_UNAVAILABLE))
                .hasMessageContaining(wrong.fingerprint())
                .hasMessageContaining(test.keyFile().read().orElseThrow().fingerprint());
    }

    @Test
    void aMistypedMasterKeyIsNoKey() throws IOException {
        test.open();
        var file = test.keyFile().path();
        var line = Files.readString(file).strip();
        Files.writeString(file, line.substring(0, 20) + (line.charAt(20) == 'A' ? 'B' : 'A') + line.substring(21));

        assertThatThrownBy(() -> test.open()).satisfies(StoreTest.hasReason(Reason.KEY_UNAVAILABLE));
    }

    @Test
    void aStoreThatWentAwayIsNotReplacedByAnEmptyOne() throws IOException {
        test.open();
        deleteAll(test.directory());

        assertThatThrownBy(() -> test.open())
                .satisfies(StoreTest.hasReason(Reason.STORE_UNAVAILABLE))
                .hasMessageContaining("mounted");
        assertThat(test.directory().resolve("repository")).doesNotExist();
        assertThat(test.directory().resolve("keys")).doesNotExist();
    }

    @Test
    void anEmptyCatalogOverAStoreThatIsNotEmptyRefusesToStart() throws IOException {
        Sample.write(test, test.open(), List.of(), null);
        try (var empty = new TestStore(home)) {
            empty.sql("DELETE FROM graph");

            assertThatThrownBy(empty::open)
                    .satisfies(StoreTest.hasReason(Reason.STORE_FOREIGN))
                    .hasMessageContaining("newest dump")
                    .hasMessageContaining("graphkeep catalog rebuild")
                    .hasMessageNotContainingAny("reconcile", "restores work");
        }
    }

    @Test
    void aForeignCatalogReadsAndWritesNothing() throws IOException {
        var pieces = Sample.mixed(new Random(1), 3);
        var snapshot = Sample.write(test, test.open(), pieces, null);
        test.sql("UPDATE instance SET id = '00000000-0000-7000-8000-000000000001'");

        var store = test.open();

        assertThat(store.status().readOnly().orElseThrow()).contains("restores work");
        assertRefusesWrites(store);
        assertThat(Sample.read(store, snapshot, Sample.ids(pieces))).isEqualTo(Sample.bytes(pieces));
    }

    @Test
    void anOlderCatalogReadsAndWritesNothing() throws IOException {
        openTimes(3);
        test.sql("UPDATE instance SET generation = 2");

        var store = test.open();

        assertThat(store.status().readOnly().orElseThrow()).contains("older than its store", "newer catalog");
        assertRefusesWrites(store);
        assertThat(test.directory().resolve("owner/4")).doesNotExist();
    }

    @Test
    void anOlderStoreIsNotWrittenTo() throws IOException {
        openTimes(2);
        test.sql("UPDATE instance SET generation = 9");

        assertThat(test.open().status().readOnly().orElseThrow()).contains("older than its catalog");
    }

    @Test
    void aServerThatLostTheStoreMeanwhileDoesNotCommit() throws IOException {
        var store = test.open();
        var snapshot = test.ids.next();
        var session = store.openWrite(new WriteRequest(test.graph, snapshot, null, 0, null));
        test.addSnapshot(snapshot, test.graph, session.id());
        Sample.fill(session, Sample.mixed(new Random(1), 3), snapshot);
        test.sql("UPDATE instance SET id = '00000000-0000-7000-8000-000000000001'");

        assertThatThrownBy(() -> Sample.commit(test, session, snapshot))
                .satisfies(StoreTest.hasReason(Reason.STORE_FOREIGN));
        assertThat(test.directory().resolve("manifests")).doesNotExist();
        assertThat(store.status().readOnly()).isPresent();
    }

    @Test
    void aNewerFormatIsRefused() throws IOException {
        test.open();
        var file = test.directory().resolve("repository");
        var bytes = Files.readAllBytes(file);
        bytes[5] = 2;
        Files.write(file, bytes);

        assertThatThrownBy(() -> test.open()).satisfies(StoreTest.hasReason(Reason.FORMAT_UNSUPPORTED));
    }

    @Test
    void aStoreThatHasLostItsRepositoryObjectIsLeftAlone() throws IOException {
        Sample.write(test, test.open(), List.of(), null);
        Files.delete(test.directory().resolve("repository"));
        test.sql("UPDATE instance SET generation = 0");

        assertThatThrownBy(() -> test.open()).satisfies(StoreTest.hasReason(Reason.STORE_DAMAGED));
    }

    @Test
    void aDamagedWrappedKeyIsNamed() throws IOException {
        test.open();
        var file = test.directory().resolve("keys/1");
        var bytes = Files.readAllBytes(file);
        bytes[40] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> test.open())
                .isInstanceOf(GraphkeepException.class)
                .hasMessageContaining("keys/1");
    }

    private Store openTimes(int times) throws IOException {
        var store = test.open();
        for (var i = 1; i < times; i++) {
            store = test.open();
        }
        return store;
    }

    private void assertRefusesWrites(Store store) {
        assertThatThrownBy(() -> store.openWrite(new WriteRequest(test.graph, test.ids.next(), null, 0, null)))
                .satisfies(StoreTest.hasReason(Reason.STORE_FOREIGN));
        assertThatThrownBy(() -> store.deleteSnapshot(test.ids.next(), "ann", tx -> {}, tx -> {}))
                .satisfies(StoreTest.hasReason(Reason.STORE_FOREIGN));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static void deleteAll(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
