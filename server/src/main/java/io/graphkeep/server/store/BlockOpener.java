package io.graphkeep.server.store;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.graphkeep.server.store.SealedBlock.Compression;

/** Makes plain blocks of sealed ones, which may be anything: what it gives is exactly as long as the index says. */
final class BlockOpener {
    private BlockOpener() {}

    static byte[] open(ObjectCipher cipher, long number, PackIndex.Block block, byte[] sealed) throws DamagedException {
        var plain = cipher.open(number, sealed, 0, block.storedBytes());
        if (block.compression() == Compression.ZSTD) {
            plain = decompress(cipher.place(number), block.plainBytes(), plain);
        }
        if (plain.length != block.plainBytes()) {
            throw new DamagedException(cipher.place(number) + " has " + plain.length + " bytes where its index says "
                    + block.plainBytes() + ".");
        }
        if (!block.content().inPlanes()) {
            return plain;
        }
        var joined = new byte[plain.length];
        BytePlanes.join(plain, plain.length, joined);
        return joined;
    }

    private static byte[] decompress(String place, int expected, byte[] packed) throws DamagedException {
        var plain = new byte[expected];
        try {
            var size = Zstd.decompressByteArray(plain, 0, expected, packed, 0, packed.length);
            if (size == expected) {
                return plain;
            }
        } catch (ZstdException e) {
            throw new DamagedException(place + " cannot be decompressed: " + e.getMessage() + ".", e);
        }
        throw new DamagedException(place + " cannot be decompressed into the " + expected + " bytes that it held.");
    }
}
