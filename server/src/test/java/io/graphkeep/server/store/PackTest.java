package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.graphkeep.server.store.backend.Backend;
import io.graphkeep.server.store.backend.LocalBackend;
import io.graphkeep.transfer.ChunkId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pack gives back what was put into it, and damage to any byte of it is found and named. */
@Order(1) // Takes longest.
final class PackTest {
    private static final UUID ID = UUID.fromString("01941f29-7c00-7000-8000-0000000000ab");
    private static final RepositoryKey KEY = new RepositoryKey(new byte[RepositoryKey.BYTES]);

    private static final List<Content> CONTENTS = List.of(Content.values());

    @TempDir
    private Path directory;

    private final BlockWorkers workers = new BlockWorkers(TestStore.SETTINGS);
    private Backend backend;

    @BeforeEach
    void open() throws IOException {
        backend = LocalBackend.open(directory.resolve("store"), new UUID(0, 1), new Random());
    }

    @AfterEach
    void close() {
        workers.close();
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Bytes(byte[] id, byte[] bytes) implements ChunkToStore {
        static Bytes of(byte[] bytes) {
            return new Bytes(ChunkId.of(bytes, 0, bytes.length).toBytes(), bytes);
        }

        @Override
        public int length() {
            return bytes.length;
        }

        @Override
        public void copyId(byte[] target, int offset) {
            System.arraycopy(id, 0, target, offset, id.length);
        }

        @Override
        public void copyBytes(byte[] target, int offset) {
            System.arraycopy(bytes, 0, target, offset, bytes.length);
        }
    }

    @Test
    void chunksOfAllContentsComeBackInTheirBlocks() throws IOException {
        var seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        var pack = writer();
        var chunks = new ArrayList<byte[]>();
        var places = new ArrayList<Locator.Run>();
        for (var i = 0; i < 800; i++) {
            var content = CONTENTS.get(random.nextInt(CONTENTS.size()));
            var bytes = chunk(content, random);
            chunks.add(bytes);
            places.add(pack.add(content, Bytes.of(bytes)));
        }
        var size = pack.put(backend);

        var index = index(size, true);
        var opened = new ArrayList<byte[]>();
        for (var block = 0; block < index.blocks().size(); block++) {
            opened.add(open(index, block));
        }
        for (var i = 0; i < chunks.size(); i++) {
            var place = places.get(i);
            assertThat(first(index, place, opened.get(place.block()))).isEqualTo(chunks.get(i));
        }
        assertThat(index.blocks())
                .allSatisfy(block -> assertThat(block.plainBytes()).isBetween(1, StoreFormat.MAX_BLOCK_BYTES));
    }

    @Test
    void theIndexTellsTheIdOfEveryChunk() throws IOException {
        var pack = writer();
        var bytes = "a chunk".getBytes(StandardCharsets.UTF_8);
        pack.add(Content.TEXT, Bytes.of(new byte[] {1}));
        pack.add(Content.TEXT, Bytes.of(bytes));

        var block = index(pack.put(backend), true).blocks().getFirst();

        assertThat(Arrays.copyOfRange(block.ids(), 32, 64))
                .isEqualTo(Bytes.of(bytes).id());
    }

    @Test
    void whatDoesNotShrinkIsStoredAsItIs() throws IOException {
        var pack = writer();
        var noise = new byte[500_000];
        new Random(1).nextBytes(noise);
        pack.add(Content.BINARY, Bytes.of(noise));
        pack.add(Content.TEXT, Bytes.of("a".repeat(500_000).getBytes(StandardCharsets.US_ASCII)));

        var blocks = index(pack.put(backend), false).blocks();

        assertThat(blocks.get(0).compression()).isEqualTo(SealedBlock.Compression.NONE);
        assertThat(blocks.get(0).storedBytes()).isEqualTo(500_000 + ObjectCipher.TAG_BYTES);
        assertThat(blocks.get(1).compression()).isEqualTo(SealedBlock.Compression.ZSTD);
        assertThat(blocks.get(1).storedBytes()).isLessThan(1_000);
    }

    @Test
    void floatsCompressBetterInPlanes() throws IOException {
        var pack = writer();
        var rows = Sample.vectors(new Random(1), 250, 1024).chunks();
        for (var row : rows) {
            pack.add(Content.FLOAT32, Bytes.of(row));
            pack.add(Content.BINARY, Bytes.of(row));
        }

        var blocks = index(pack.put(backend), false).blocks();

        assertThat(blocks.get(0).storedBytes()).isLessThan((int) (blocks.get(1).storedBytes() * 0.95));
    }

    @Test
    void everyFlippedBitIsFoundAndNamed() throws IOException {
        var random = new Random(2);
        var pack = writer();
        for (var i = 0; i < 40; i++) {
            var content = CONTENTS.get(i % CONTENTS.size());
            pack.add(content, Bytes.of(Arrays.copyOf(chunk(content, random), 100)));
        }
        var size = pack.put(backend);
        var file = directory.resolve("store/" + ObjectNames.pack(ID));
        var good = Files.readAllBytes(file);
        for (var i = 0; i < good.length; i++) {
            var bad = good.clone();
            bad[i] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bad);

            assertThatThrownBy(() -> {
                        var index = index(size, false);
                        for (var block = 0; block < index.blocks().size(); block++) {
                            open(index, block);
                        }
                    })
                    .as("byte %d", i)
                    .hasMessageContaining(ObjectNames.pack(ID).value());
        }
    }

    @Test
    void aPackThatIsCutShortIsFound() throws IOException {
        var pack = writer();
        pack.add(Content.TEXT, Bytes.of(new byte[1_000]));
        var size = pack.put(backend);
        var file = directory.resolve("store/" + ObjectNames.pack(ID));
        var good = Files.readAllBytes(file);
        for (var length = 0; length < size; length += 7) {
            Files.write(file, Arrays.copyOf(good, length));
            var cut = length;
            assertThatThrownBy(() -> index(cut, false)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aPackUnderAnotherNameIsNotThatPack() throws IOException {
        var pack = writer();
        pack.add(Content.TEXT, Bytes.of(new byte[1_000]));
        var size = pack.put(backend);
        var other = UUID.fromString("01941f29-7c00-7000-8000-0000000001ab");
        var bytes = Files.readAllBytes(directory.resolve("store/" + ObjectNames.pack(ID)));
        backend.put(ObjectNames.pack(other), List.of(ByteBuffer.wrap(bytes)));

        assertThatThrownBy(() -> PackReaders.index(backend, KEY.cipher(ObjectNames.pack(other)), other, size, false))
                .isInstanceOf(DamagedException.class);
    }

    @Test
    void hostileIndexesAreRefusedBeforeAnythingIsAllocated() {
        var seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++) {
            var bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            assertThatThrownBy(() -> PackIndex.decode(bytes, 24, 1 << 30, true)).isInstanceOf(DamagedException.class);
        }
        var huge = new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x07};
        assertThatThrownBy(() -> PackIndex.decode(huge, 24, 100, true)).isInstanceOf(DamagedException.class);
    }

    @Test
    void aBlockThatWouldUnpackToMoreThanItSaysIsRefused() {
        var cipher = KEY.cipher(ObjectNames.pack(ID));
        var bomb = Zstd.compress(new byte[50 << 20]);
        var sealed = cipher.seal(0, bomb, 0, bomb.length);
        var block = new PackIndex.Block(
                Content.TEXT, SealedBlock.Compression.ZSTD, 24, sealed.length, 1_000, new int[] {1_000}, new byte[0]);

        assertThatThrownBy(() -> new BlockOpener().open(cipher, 0, block, sealed, 0))
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining("cannot be decompressed");
    }

    /** Written once by format version 1, before floats were turned: this pack must be readable for ever. */
    @Test
    void theFirstGoldenPackIsReadable() throws IOException {
        assertGolden("golden-pack-v1.bin", Content.FLOAT32_UNTURNED);
    }

    /** Written once by format version 1: whatever changes, this pack must be readable for ever. */
    @Test
    void theGoldenPackIsReadable() throws IOException {
        assertGolden("golden-pack-v1-turned.bin", Content.FLOAT32);
    }

    private void assertGolden(String file, Content floats) throws IOException {
        byte[] golden;
        try (InputStream in = Objects.requireNonNull(PackTest.class.getResourceAsStream(file))) {
            golden = in.readAllBytes();
        }
        backend.put(ObjectNames.pack(ID), List.of(ByteBuffer.wrap(golden)));

        var index = index(golden.length, true);

        assertThat(index.blocks().stream().map(PackIndex.Block::content))
                .containsExactly(Content.TEXT, floats, Content.BINARY);
        assertThat(new String(read(index, new Locator.Run(1, 0, 1, 1)), StandardCharsets.UTF_8))
                .isEqualTo(goldenText());
        assertThat(read(index, new Locator.Run(1, 1, 0, 1))).isEqualTo(goldenRow());
        assertThat(read(index, new Locator.Run(1, 2, 0, 1))).isEqualTo(new byte[] {1, 2, 3});
    }

    /** How the golden pack was made; what the compressor gives may change with its version, the rest may not. */
    @Test
    void aPackIsWrittenAsTheGoldenOneWas() throws IOException {
        var size = goldenWriter().put(backend);
        var written = Files.readAllBytes(directory.resolve("store/" + ObjectNames.pack(ID)));

        assertThat(written).startsWith('G', 'K', 'P', 'K', 0, 1, 0, 0);
        assertThat(index(size, true).blocks()).hasSize(3);
        assertThat(HexFormat.of().formatHex(KEY.objectKey(ObjectNames.pack(ID)).getEncoded()))
                .isEqualTo(GOLDEN_KEY);
    }

    private static final String GOLDEN_KEY = "40532a54e659454a8b280e51f565e9a498aadfbf3476b8d5d84314501d63b889";

    PackWriter goldenWriter() throws IOException {
        var pack = writer();
        pack.add(Content.TEXT, Bytes.of("first".getBytes(StandardCharsets.UTF_8)));
        pack.add(Content.FLOAT32, Bytes.of(goldenRow()));
        pack.add(Content.TEXT, Bytes.of(goldenText().getBytes(StandardCharsets.UTF_8)));
        pack.add(Content.BINARY, Bytes.of(new byte[] {1, 2, 3}));
        return pack;
    }

    private static String goldenText() {
        return "graph ".repeat(200);
    }

    private static byte[] goldenRow() {
        var row = ByteBuffer.allocate(1024 + 3).order(ByteOrder.LITTLE_ENDIAN);
        for (var i = 0; i < 256; i++) {
            row.putFloat(i / 64f);
        }
        return row.put(new byte[] {7, 8, 9}).array();
    }

    private PackWriter writer() {
        return new PackWriter(ID, 1, PackKind.DATA, KEY, workers, new BlockBuffers(9, WriteRoom.whole(32 << 20)));
    }

    private PackIndex index(long size, boolean withIds) throws IOException {
        return PackReaders.index(backend, KEY.cipher(ObjectNames.pack(ID)), ID, size, withIds);
    }

    private byte[] read(PackIndex index, Locator.Run place) throws IOException {
        return first(index, place, open(index, place.block()));
    }

    /** All bytes of a block. */
    private byte[] open(PackIndex index, int number) throws IOException {
        var block = index.blocks().get(number);
        var sealed = ByteBuffer.allocate(block.storedBytes());
        backend.read(ObjectNames.pack(ID), block.offset(), sealed);
        return new BlockOpener().open(KEY.cipher(ObjectNames.pack(ID)), number, block, sealed.array(), 0);
    }

    /** The first chunk of a run, out of the bytes of its block. */
    private static byte[] first(PackIndex index, Locator.Run place, byte[] plain) {
        var block = index.blocks().get(place.block());
        return Arrays.copyOfRange(plain, block.start(place.first()), block.ends()[place.first()]);
    }

    private static byte[] chunk(Content content, Random random) {
        var bytes = new byte[100 + random.nextInt(9_000)];
        if (content == Content.FLOAT32 || content == Content.BINARY) {
            random.nextBytes(bytes);
            return bytes;
        }
        return Sample.text(random).length < 100 ? new byte[100] : Arrays.copyOf(Sample.text(random), 400);
    }
}
