package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A rotation leaves a key file that opens the store, wherever it ends, and lets the old key go only when that is safe. */
final class KeyRotationTest extends WithSnapshot {
    @Test
    void bothKeysOpenTheStoreUntilTheOldOneIsLetGo() throws IOException {
        var old = copy("old.key");

        assertThat(store.rotateKey()).isEqualTo(2);

        assertThat(Files.readString(test.keyFile().path())).isNotEqualTo(Files.readString(old));
        assertReads(test.open());
        assertReads(test.open(new MasterKeyFile(old), TestStore.SETTINGS));
    }

    @Test
    void theOldKeyIsWorthNothingOnceItWasLetGo() throws IOException {
        var old = copy("old.key");
        store.rotateKey();

        store.dropOldKeys();

        assertThat(test.directory().resolve("keys/1")).doesNotExist();
        assertReads(test.open());
        assertThatThrownBy(() -> test.open(new MasterKeyFile(old), TestStore.SETTINGS))
                .satisfies(StoreTest.hasReason(Reason.KEY_UNAVAILABLE));
    }

    @Test
    void aKeyThatTheServerWasStartedWithOpensTheStoreAndIsNotRotated() throws IOException {
        var file = test.keyFile().path();
        var given = MasterKeyFile.given(file, Files.readString(file));
        Files.delete(file);

        var opened = test.open(given, TestStore.SETTINGS);

        assertReads(opened);
        assertThatThrownBy(opened::rotateKey)
                .satisfies(StoreTest.hasReason(Reason.KEY_UNAVAILABLE))
                .hasMessageContaining("GRAPHKEEP_KEY_FILE in place of GRAPHKEEP_MASTER_KEY");
        assertThat(test.directory().resolve("keys/2")).doesNotExist();
        assertThat(file).doesNotExist();
    }

    @Test
    void aRotationThatEndsBeforeTheKeyIsWrappedChangesNothing() throws IOException {
        var old = Files.readString(test.keyFile().path());
        test.backend().failBeforePut("keys/");

        assertThatThrownBy(() -> store.rotateKey()).hasMessageContaining("keys/2");

        assertThat(Files.readString(test.keyFile().path())).isEqualTo(old);
        var again = test.open();
        assertReads(again);
        assertThat(again.rotateKey()).isEqualTo(2);
        assertReads(test.open());
    }

    @Test
    void aRotationThatEndsAfterTheKeyIsWrappedLeavesTheOldOneInForce() throws IOException {
        var old = Files.readString(test.keyFile().path());
        test.backend().failAfterPut("keys/");

        assertThatThrownBy(() -> store.rotateKey()).hasMessageContaining("keys/2");

        assertThat(Files.readString(test.keyFile().path())).isEqualTo(old);
        var again = test.open();
        assertReads(again);
        assertThat(again.rotateKey()).isEqualTo(3);
        assertReads(test.open());
    }

    @Test
    void aRotationThatEndsBeforeTheFileIsReplacedIsRunAgain() throws IOException {
        var file = test.keyFile().path();
        var old = Files.readString(file);
        store.rotateKey();
        Files.writeString(file, old); // As if the replacement had not happened.

        var again = test.open();
        assertReads(again);
        again.dropOldKeys();
        assertThat(test.directory().resolve("keys/1")).exists();
        assertThat(again.rotateKey()).isEqualTo(3);
        again.dropOldKeys();

        assertThat(test.directory().resolve("keys/1")).doesNotExist();
        assertThat(test.directory().resolve("keys/2")).doesNotExist();
        assertReads(test.open());
    }

    @Test
    void aKeyFileOfAnotherStoreIsNotReplaced() throws IOException {
        var file = test.keyFile().path();
        var other = home.resolve("other.key");
        new MasterKeyFile(other).make(test.ids);
        Files.copy(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> store.rotateKey()).satisfies(StoreTest.hasReason(Reason.KEY_UNAVAILABLE));

        assertThat(Files.readString(file)).isEqualTo(Files.readString(other));
        assertThat(test.directory().resolve("keys/2")).doesNotExist();
    }

    @Test
    void aLinkIsNotReplaced() throws IOException {
        var file = test.keyFile().path();
        var real = copy("real.key");
        Files.delete(file);
        Files.createSymbolicLink(file, real);

        assertThatThrownBy(() -> store.rotateKey()).hasMessageContaining("link");

        assertThat(Files.isSymbolicLink(file)).isTrue();
    }

    private Path copy(String name) throws IOException {
        return Files.copy(test.keyFile().path(), home.resolve(name));
    }

    private void assertReads(Store opened) throws IOException {
        assertThat(Sample.read(opened, snapshot, Sample.ids(pieces))).isEqualTo(Sample.bytes(pieces));
    }
}
