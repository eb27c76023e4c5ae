package io.graphkeep.server.store;

import io.graphkeep.server.store.backend.ObjectName;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The clear ends of a pack: a header that says what the object is, and a footer that says where its index lies.
 *
 * <p>The checksum in the footer covers the footer alone; blocks and index are authenticated by their encryption.
 */
record PackFrame(UUID id, PackKind kind, int blocks, int indexBytes, long packBytes) {
    static final int HEADER_BYTES = 24;
    static final int FOOTER_BYTES = 48;

    private static final int HEADER_MAGIC = 0x474B504B; // GKPK
    private static final int FOOTER_MAGIC = 0x474B5045; // GKPE

    byte[] header() {
        return ByteBuffer.allocate(HEADER_BYTES)
                .putInt(HEADER_MAGIC)
                .putShort((short) StoreFormat.VERSION)
                .putShort((short) kind.number())
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    byte[] footer() {
        var footer = ByteBuffer.allocate(FOOTER_BYTES)
                .putInt(FOOTER_MAGIC)
                .putShort((short) StoreFormat.VERSION)
                .putShort((short) kind.number())
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putLong(packBytes)
                .putInt(indexBytes)
                .putInt(blocks)
                .putInt(0);
        return footer.putInt(checksum(footer.array())).array();
    }

    /** Where the index begins. */
    long indexOffset() {
        return packBytes - FOOTER_BYTES - indexBytes;
    }

    /** Reads a footer that may be damaged or hostile, of a pack that should be this one and this long. */
    static PackFrame decode(ObjectName name, UUID id, long size, byte[] footer) throws DamagedException {
        var in = ByteBuffer.wrap(footer);
        if (in.getInt() != FOOTER_MAGIC || in.getInt(FOOTER_BYTES - 4) != checksum(footer)) {
            throw new DamagedException("The footer of " + name + " is not what was written.");
        }
        SealedObject.requireVersion(name, in.getShort());
        var kind = PackKind.of(in.getShort());
        var told = new UUID(in.getLong(), in.getLong());
        var bytes = in.getLong();
        var index = in.getInt();
        var blocks = in.getInt();
        if (!told.equals(id) || bytes != size) {
            throw new DamagedException("The footer of " + name + " is that of another pack or another length.");
        }
        var most = Math.min(StoreFormat.MAX_INDEX_BYTES, size - HEADER_BYTES - FOOTER_BYTES);
        if (index < ObjectCipher.TAG_BYTES || index > most || blocks < 0 || blocks > StoreFormat.MAX_BLOCKS) {
            throw new DamagedException("The footer of " + name + " names an index that cannot be.");
        }
        return new PackFrame(id, kind, blocks, index, bytes);
    }

    /** A header says nothing that the footer does not: it must be the very bytes that were written. */
    void requireHeader(ObjectName name, byte[] header) throws DamagedException {
        if (!Arrays.equals(header, header())) {
            throw new DamagedException("The header of " + name + " is not what was written.");
        }
    }

    private static int checksum(byte[] footer) {
        var checksum = new CRC32C();
        checksum.update(footer, 0, FOOTER_BYTES - 4);
        return (int) checksum.getValue();
    }
}
