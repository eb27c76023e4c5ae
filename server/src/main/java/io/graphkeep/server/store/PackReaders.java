package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.store.PackMapper;
import io.graphkeep.server.catalog.store.PackRow;
import io.graphkeep.server.store.backend.Backend;
import io.graphkeep.server.store.backend.ObjectName;
import io.graphkeep.server.store.backend.ObjectNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads blocks of packs by the numbers that locators say, and keeps the indexes and the blocks that were read last.
 *
 * <p>Thread-safe. Nothing is allocated by what a pack says before that is known to be possible, and every failure names the
 * pack and the block. A place that cannot be read though the store can is damage, as one is that reads wrong.
 */
final class PackReaders implements AutoCloseable {
    private static final int KEPT_INDEXES = 64;
    private static final int KEPT_BLOCKS = 16;

    private final Database database;
    private final Backend backend;
    private final PatientReads reads;
    private final RepositoryKey key;
    private final Map<Long, OpenPack> indexes = newest(KEPT_INDEXES);
    private final Map<Place, byte[]> blocks = newest(KEPT_BLOCKS);

    PackReaders(Database database, Backend backend, RepositoryKey key) {
        this.database = database;
        this.backend = backend;
        this.reads = new PatientReads(backend);
        this.key = key;
    }

    private record Place(long pack, int block) {}

    /** A pack whose index is known. */
    record OpenPack(ObjectCipher cipher, PackIndex index) {

        PackIndex.Block block(int number) throws DamagedException {
            if (number >= index.blocks().size()) {
                throw new DamagedException("The object " + cipher.name() + " has "
                        + index.blocks().size() + " blocks, and a locator names its block " + number + ".");
            }
            return index.blocks().get(number);
        }
    }

    /** A block's chunks: where each lies in its plain bytes. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record OpenedBlock(PackIndex.Block block, byte[] bytes) {

        int start(Locator.Run run) throws DamagedException {
            requireChunk(run);
            return block.start(run.first());
        }

        int length(Locator.Run run) throws DamagedException {
            requireChunk(run);
            return block.ends()[run.first()] - block.start(run.first());
        }

        private void requireChunk(Locator.Run run) throws DamagedException {
            if (run.first() >= block.chunks()) {
                throw new DamagedException("Block " + run.block() + " of pack number " + run.pack() + " has "
                        + block.chunks() + " chunks, and a locator names its chunk " + run.first() + ".");
            }
        }
    }

    /** The block that a run lies in, decrypted and decompressed; its chunks are not yet hashed. */
    OpenedBlock block(Locator.Run run) throws IOException {
        try {
            return opened(run);
        } catch (DamagedException e) {
            throw new DamagedBlockException(run, e);
        }
    }

    private OpenedBlock opened(Locator.Run run) throws IOException {
        var pack = pack(run.pack());
        var block = pack.block(run.block());
        var place = new Place(run.pack(), run.block());
        var bytes = blocks.get(place);
        if (bytes == null) {
            bytes = read(pack, run.block(), block);
            blocks.put(place, bytes);
        }
        return new OpenedBlock(block, bytes);
    }

    /** How many chunks a pack has. */
    int chunks(long number) throws IOException {
        return pack(number).index().blocks().stream()
                .mapToInt(PackIndex.Block::chunks)
                .sum();
    }

    /** Where a pack lies, for messages. */
    String describe(long number) {
        var rows = database.read(tx -> tx.mapper(PackMapper.class).find(new long[] {number}));
        return rows.isEmpty()
                ? "pack number " + number
                : "pack " + rows.getFirst().id();
    }

    private byte[] read(OpenPack pack, int number, PackIndex.Block block) throws IOException {
        var sealed = new byte[block.storedBytes()];
        read(pack, block.offset(), sealed, sealed.length);
        try (var opener = new BlockOpener()) {
            return Arrays.copyOf(opener.open(pack.cipher(), number, block, sealed, 0), block.plainBytes());
        }
    }

    /** Reads a range of a pack, which may hold many blocks. */
    void read(OpenPack pack, long offset, byte[] into, int length) throws IOException {
        var name = pack.cipher().name();
        reads.of(name, () -> {
            try {
                backend.read(name, offset, ByteBuffer.wrap(into, 0, length));
                return length;
            } catch (ObjectNotFoundException e) {
                throw new DamagedPackException(missing(name, e));
            }
        });
    }

    /** The index of a pack, read once and kept for a while. */
    OpenPack pack(long number) throws IOException {
        var known = indexes.get(number);
        if (known != null) {
            return known;
        }
        var rows = database.read(tx -> tx.mapper(PackMapper.class).find(new long[] {number}));
        if (rows.isEmpty()) {
            throw new DamagedException("The catalog has no pack of number " + number + ".");
        }
        try {
            var opened = open(rows.getFirst());
            indexes.put(number, opened);
            return opened;
        } catch (DamagedException e) {
            throw new DamagedPackException(e);
        }
    }

    private OpenPack open(PackRow row) throws IOException {
        var cipher = key.cipher(ObjectNames.pack(row.id()));
        return reads.of(cipher.name(), () -> open(row, cipher));
    }

    private OpenPack open(PackRow row, ObjectCipher cipher) throws IOException {
        var info = backend.stat(cipher.name()).orElseThrow(() -> missing(cipher.name(), null));
        if (row.size() != null && info.size() != row.size()) {
            throw new DamagedException("The object " + cipher.name() + " has " + info.size() + " bytes, and "
                    + row.size() + " were written.");
        }
        return new OpenPack(cipher, index(backend, cipher, row.id(), info.size(), false));
    }

    /** Reads the index of a pack, believing nothing that it says of itself. */
    static PackIndex index(Backend backend, ObjectCipher cipher, UUID id, long size, boolean withIds)
            throws IOException {
        if (size < PackFrame.HEADER_BYTES + PackFrame.FOOTER_BYTES) {
            throw new DamagedException("The object " + cipher.name() + " is cut short: it has " + size + " bytes.");
        }
        var footer = ByteBuffer.allocate(PackFrame.FOOTER_BYTES);
        backend.read(cipher.name(), size - PackFrame.FOOTER_BYTES, footer);
        var frame = PackFrame.decode(cipher.name(), id, size, footer.array());
        var header = ByteBuffer.allocate(PackFrame.HEADER_BYTES);
        backend.read(cipher.name(), 0, header);
        frame.requireHeader(cipher.name(), header.array());
        var sealed = ByteBuffer.allocate(frame.indexBytes());
        backend.read(cipher.name(), frame.indexOffset(), sealed);
        var plain = cipher.open(ObjectCipher.INDEX, sealed.array(), 0, frame.indexBytes());
        var index = PackIndex.decode(plain, PackFrame.HEADER_BYTES, frame.indexOffset(), withIds);
        if (index.blocks().size() != frame.blocks()) {
            throw new DamagedException(
                    "The index of " + cipher.name() + " has another number of blocks than its footer.");
        }
        return index;
    }

    private static DamagedException missing(ObjectName name, @Nullable Throwable cause) {
        var message = "The object " + name + " is missing.";
        return cause == null ? new DamagedException(message) : new DamagedException(message, cause);
    }

    private static <K, V> Map<K, V> newest(int most) {
        return Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        });
    }

    @Override
    public void close() {
        indexes.clear();
        blocks.clear();
    }
}
