package io.graphkeep.server.store;

import io.graphkeep.server.store.backend.Backend;
import io.graphkeep.transfer.ContentId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pack from its first block to its last in large reads, opens every block and hashes every chunk of it.
 *
 * <p>Needs nothing but the pack: its index names the chunks. Not thread-safe: each thread has its own, with its buffers.
 */
final class BlockScan implements AutoCloseable {
    private static final int READ_BYTES = 2 << 20;

    private final Backend backend;
    private final PatientReads reads;
    private final CheckWatch watch;
    private final BlockOpener opener = new BlockOpener();
    private final MessageDigest digest = ContentId.newDigest();
    private final byte[] hash = new byte[ContentId.BYTES];
    private byte[] buffer = new byte[READ_BYTES];

    BlockScan(Backend backend, CheckWatch watch) {
        this.backend = backend;
        this.reads = new PatientReads(backend);
        this.watch = watch;
    }

    /**
     * What is wrong with a block.
     *
     * @param chunks those that are lost
     * @param detail a sentence
     */
    record BadBlock(BitSet chunks, String detail) {}

    /** The damaged ones among these blocks, by number; the index was read with the ids of its chunks. */
    Map<Integer, BadBlock> run(ObjectCipher cipher, PackIndex index, BitSet wanted) throws IOException {
        var bad = new TreeMap<Integer, BadBlock>();
        for (var first = wanted.nextSetBit(0); first >= 0; ) {
            var end = first + 1;
            var bytes = index.blocks().get(first).storedBytes();
            while (end < index.blocks().size()
                    && wanted.get(end)
                    && bytes + index.blocks().get(end).storedBytes() <= READ_BYTES) {
                bytes += index.blocks().get(end++).storedBytes();
            }
            look(cipher, index, first, end, bytes, bad);
            first = wanted.nextSetBit(end);
        }
        return bad;
    }

    /** A run of blocks that is read at once, or block by block where that fails. */
    private void look(ObjectCipher cipher, PackIndex index, int first, int end, int bytes, Map<Integer, BadBlock> bad)
            throws IOException {
        watch.read(bytes);
        try {
            read(cipher, index.blocks().get(first).offset(), bytes);
        } catch (DamagedException e) {
            if (end == first + 1) {
                bad.put(first, all(index.blocks().get(first), e));
                return;
            }
            for (var number = first; number < end; number++) {
                look(
                        cipher,
                        index,
                        number,
                        number + 1,
                        index.blocks().get(number).storedBytes(),
                        bad);
            }
            return;
        }
        var offset = 0;
        for (var number = first; number < end; number++) {
            var block = index.blocks().get(number);
            var found = check(cipher, number, block, offset);
            if (found != null) {
                bad.put(number, found);
            }
            offset += block.storedBytes();
        }
    }

    private void read(ObjectCipher cipher, long from, int bytes) throws IOException {
        if (buffer.length < bytes) {
            buffer = new byte[bytes];
        }
        reads.of(cipher.name(), () -> {
            backend.read(cipher.name(), from, ByteBuffer.wrap(buffer, 0, bytes));
            return bytes;
        });
    }

    private @Nullable BadBlock check(ObjectCipher cipher, int number, PackIndex.Block block, int offset) {
        byte[] plain;
        try {
            plain = opener.open(cipher, number, block, buffer, offset);
        } catch (DamagedException e) {
            return all(block, e);
        }
        var lost = new BitSet();
        for (var chunk = 0; chunk < block.chunks(); chunk++) {
            var start = block.start(chunk);
            if (!isNamedBy(block.ids(), chunk, plain, start, block.ends()[chunk] - start)) {
                lost.set(chunk);
            }
        }
        return lost.isEmpty()
                ? null
                : new BadBlock(
                        lost,
                        cipher.place(number) + " holds " + lost.cardinality()
                                + " chunks that are not what names them.");
    }

    private boolean isNamedBy(byte[] ids, int chunk, byte[] plain, int start, int length) {
        digest.update(plain, start, length);
        try {
            digest.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 has 32 bytes", e);
        }
        var at = chunk * ContentId.BYTES;
        return Arrays.equals(hash, 0, hash.length, ids, at, at + ContentId.BYTES);
    }

    private static BadBlock all(PackIndex.Block block, DamagedException why) {
        var chunks = new BitSet();
        chunks.set(0, block.chunks());
        return new BadBlock(chunks, String.valueOf(why.getMessage()));
    }

    @Override
    public void close() {
        opener.close();
    }
}
