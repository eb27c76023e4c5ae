package io.graphkeep.server.store;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import io.graphkeep.server.store.SealedBlock.Compression;
import java.util.Arrays;

/**
 * Makes sealed blocks of plain ones: byte planes, compression, encryption.
 *
 * <p>Not thread-safe: each worker has its own, with its buffers. A block that was compressed is decompressed and compared
 * before it is sealed: a fault of the compressor or of the memory must not become the only copy.
 */
final class BlockSealer implements AutoCloseable {
    /** The smallest table of matches that zstd has. */
    private static final int FEWEST_MATCHES = 6;

    private static final int FASTEST_LEVEL = 1;

    /** Twice the table of matches that zstd gives its fastest level: text comes out by a twentieth smaller. */
    private static final int MORE_MATCHES = 15;

    private final ZstdCompressCtx compressor = new ZstdCompressCtx();
    private final ZstdCompressCtx planesCompressor = new ZstdCompressCtx();
    private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
    private final boolean compares;
    private final byte[] planes = new byte[StoreFormat.MAX_BLOCK_BYTES];
    private final byte[] back = new byte[StoreFormat.MAX_BLOCK_BYTES];
    private final byte[] packed = new byte[(int) Zstd.compressBound(StoreFormat.MAX_BLOCK_BYTES)];

    BlockSealer(int level, boolean compares) {
        compressor.setLevel(level);
        if (level == FASTEST_LEVEL) {
            compressor.setHashLog(MORE_MATCHES);
        }
        // Planes of floats hold no repetitions worth a search, only bytes that are more common than others.
        planesCompressor.setLevel(FASTEST_LEVEL).setHashLog(FEWEST_MATCHES);
        this.compares = compares;
    }

    SealedBlock seal(ObjectCipher cipher, long number, Content content, byte[] plain, int length) {
        var source = plain;
        var zstd = compressor;
        if (content.planes() != BytePlanes.NONE) {
            content.planes().split(plain, length, planes);
            source = planes;
            zstd = planesCompressor;
        }
        var size = zstd.compressByteArray(packed, 0, packed.length, source, 0, length);
        if (size >= length) {
            return new SealedBlock(Compression.NONE, cipher.seal(number, source, 0, length));
        }
        if (compares) {
            compare(source, length, size);
        }
        return new SealedBlock(Compression.ZSTD, cipher.seal(number, packed, 0, size));
    }

    private void compare(byte[] source, int length, int size) {
        var count = decompressor.decompressByteArray(back, 0, length, packed, 0, size);
        if (count != length || !Arrays.equals(back, 0, length, source, 0, length)) {
            throw new IllegalStateException(
                    "A block did not survive its compression: this machine's memory or processor"
                            + " is not to be trusted. Nothing of the block was kept.");
        }
    }

    @Override
    public void close() {
        compressor.close();
        planesCompressor.close();
        decompressor.close();
    }
}
