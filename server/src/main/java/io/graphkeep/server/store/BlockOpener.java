package io.graphkeep.server.store;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.graphkeep.server.store.SealedBlock.Compression;

/**
 * Makes plain blocks of sealed ones, which may be anything, in buffers of its own: what it gives is exactly as long as the
 * index says, and lasts until the next block.
 *
 * <p>Not thread-safe: each thread has its own.
 */
final class BlockOpener implements AutoCloseable {
    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
    private byte[] one = new byte[0];
    private byte[] other = new byte[0];

    /** Opens a block whose sealed bytes lie at the offset; of the result the first bytes count, as many as the index says. */
    byte[] open(ObjectCipher cipher, long number, PackIndex.Block block, byte[] sealed, int offset)
            throws DamagedException {
        one = atLeast(one, Math.max(block.storedBytes(), block.plainBytes()));
        var length = cipher.open(number, sealed, offset, block.storedBytes(), one);
        if (block.compression() == Compression.ZSTD) {
            other = atLeast(other, block.plainBytes());
            decompress(cipher.place(number), block.plainBytes(), one, length, other);
            length = block.plainBytes();
            swap();
        }
        if (length != block.plainBytes()) {
            throw new DamagedException(cipher.place(number) + " has " + length + " bytes where its index says "
                    + block.plainBytes() + ".");
        }
        if (block.content().planes() != BytePlanes.NONE) {
            other = atLeast(other, length);
            block.content().planes().join(one, length, other);
            swap();
        }
        return one;
    }

    @Override
    public void close() {
        zstd.close();
    }

    /** What was made last is the one. */
    private void swap() {
        var made = other;
        other = one;
        one = made;
    }

    private void decompress(String place, int expected, byte[] packed, int length, byte[] plain)
            throws DamagedException {
        try {
            if (zstd.decompressByteArray(plain, 0, expected, packed, 0, length) == expected) {
                return;
            }
        } catch (ZstdException e) {
            throw new DamagedException(place + " cannot be decompressed: " + e.getMessage() + ".", e);
        }
        throw new DamagedException(place + " cannot be decompressed into the " + expected + " bytes that it held.");
    }

    private static byte[] atLeast(byte[] buffer, int length) {
        return buffer.length >= length ? buffer : new byte[length];
    }
}
