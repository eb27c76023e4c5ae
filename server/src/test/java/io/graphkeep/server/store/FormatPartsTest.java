package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.store.backend.ObjectName;
import io.graphkeep.transfer.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The small parts of the format, each by itself: locators, envelopes, keys, the table of chunks. */
final class FormatPartsTest {
    private static final RepositoryKey KEY = new RepositoryKey(new byte[RepositoryKey.BYTES]);

    @Test
    void aLocatorComesBackWhateverItNames() throws DamagedException {
        var random = new Random(2);
        for (var i = 0; i < 2_000; i++) {
            var places = new Locator.Builder();
            var count = 1 + random.nextInt(256);
            for (var chunk = 0; chunk < count; chunk++) {
                places.add(1 + random.nextInt(5), random.nextInt(3), random.nextInt(4));
            }
            var locator = places.build(new Locator.Run(1 + random.nextInt(1 << 30), random.nextInt(40), 7, 1));

            var back = Locator.decode(locator.encode());

            assertThat(back).isEqualTo(locator);
            assertThat(back.chunks()).isEqualTo(count);
        }
    }

    @Test
    void chunksThatFollowEachOtherAreOneRun() {
        var places = new Locator.Builder();
        for (var i = 0; i < 64; i++) {
            places.add(900_000, 12, 3 + i);
        }
        var locator = places.build(new Locator.Run(900_001, 0, 5, 1));

        assertThat(locator.runs()).containsExactly(new Locator.Run(900_000, 12, 3, 64));
        assertThat(locator.encode()).hasSizeLessThan(16);
        assertThat(locator.packs()).containsExactly(900_000, 900_001);
        assertThat(locator.place(10)).isEqualTo(new Locator.Run(900_000, 12, 13, 1));
    }

    @Test
    void aLocatorThatIsDamagedIsRefused() {
        var random = new Random(3);
        for (var i = 0; i < 20_000; i++) {
            var bytes = new byte[random.nextInt(20)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = 2;
            }
            assertThatThrownBy(() -> Locator.decode(bytes)).isInstanceOf(DamagedException.class);
        }
    }

    @Test
    void sealedObjectsAreTheSameBytesForTheSameContent() throws DamagedException {
        var cipher = KEY.cipher(new ObjectName("state/1"));
        var content = "a fact".getBytes(StandardCharsets.UTF_8);

        var sealed = SealedObject.seal(cipher, content);

        assertThat(HexFormat.of().formatHex(sealed))
                .isEqualTo("474b4f42000100003f607af0b14e668ae346c8e3b5a2e610416e379f3d52");
        assertThat(SealedObject.open(cipher, sealed)).isEqualTo(content);
    }

    @Test
    void anObjectUnderAnotherNameDoesNotOpen() {
        var sealed = SealedObject.seal(KEY.cipher(new ObjectName("state/1")), new byte[10]);

        assertThatThrownBy(() -> SealedObject.open(KEY.cipher(new ObjectName("state/2")), sealed))
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining("state/2");
    }

    @Test
    void everyFlippedBitOfASealedObjectIsFound() {
        var cipher = KEY.cipher(new ObjectName("manifests/a/b"));
        var sealed = SealedObject.seal(cipher, new byte[50]);
        for (var bit = 0; bit < sealed.length * 8; bit++) {
            var bad = sealed.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> SealedObject.open(cipher, bad))
                    .as("bit %d", bit)
                    .hasMessageContaining("manifests/a/b");
        }
    }

    @Test
    void theMasterKeyIsOneLineThatIsReadBack() {
        var key = MasterKey.of(new byte[MasterKey.BYTES]);

        assertThat(key.reveal()).isEqualTo("gkm1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAu_Id1");
        assertThat(MasterKey.parse(" " + key.reveal() + "\n").fingerprint()).isEqualTo(key.fingerprint());
        assertThat(key.toString()).doesNotContain(key.reveal().substring(5));
    }

    @Test
    void theTableOfChunksForgetsTheOldestAndNothingElse() {
        var random = new Random(4);
        var table = new ChunkTable(100);
        var order = new ArrayList<Sample.Piece>();
        for (var i = 0; i < 1_000; i++) {
            var piece = Sample.of(Kind.TEXT, List.of(Sample.text(random)));
            order.add(piece);
            table.put(piece.segment(), 0, i, i + 1, i + 2);
        }

        assertThat(table.size()).isEqualTo(100);
        var places = new HashMap<Integer, Integer>();
        for (var i = 0; i < 1_000; i++) {
            places.put(i, table.find(order.get(i).segment(), 0));
        }
        for (var i = 0; i < 1_000; i++) {
            var entry = places.getOrDefault(i, -1);
            if (i < 900) {
                assertThat(entry).isEqualTo(-1);
                continue;
            }
            assertThat(table.pack(entry)).isEqualTo(i);
            assertThat(table.block(entry)).isEqualTo(i + 1);
            assertThat(table.chunk(entry)).isEqualTo(i + 2);
        }
    }

    @Test
    void aChunkThatIsPutAgainMoves() {
        var table = new ChunkTable(10);
        var piece = Sample.text(new Random(5), 1);
        table.put(piece.segment(), 0, 1, 1, 1);
        table.put(piece.segment(), 0, 2, 3, 4);

        assertThat(table.size()).isEqualTo(1);
        assertThat(table.pack(table.find(piece.segment(), 0))).isEqualTo(2);
    }
}
