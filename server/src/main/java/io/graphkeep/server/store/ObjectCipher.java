package io.graphkeep.server.store;

import io.graphkeep.server.store.backend.ObjectName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts and decrypts the blocks of one object: AES-256-GCM under the object's own key, with the block's number as nonce.
 *
 * <p>Thread-safe. Whoever seals gives each number to one content only; the object's name, the format's version and the number
 * are bound into every block, so that none passes for another.
 */
final class ObjectCipher {
    /** What encryption adds to a block. */
    static final int TAG_BYTES = 16;

    /** The number of a pack's index, which no block has. */
    static final long INDEX = -1;

    private static final int NONCE_BYTES = 12;
    /**
     * Java encrypts at a fortieth of its speed until it has been asked some thousand times, however much each time; so it is
     * asked often.
     */
    private static final int SLICE_BYTES = 4096;

    private static final String ALGORITHM = "AES/GCM/NoPadding";

    private final ObjectName name;
    private final SecretKey key;
    private final byte[] nameBytes;

    ObjectCipher(ObjectName name, SecretKey key) {
        this.name = name;
        this.key = key;
        this.nameBytes = name.value().getBytes(StandardCharsets.UTF_8);
    }

    ObjectName name() {
        return name;
    }

    byte[] seal(long number, byte[] plain, int offset, int length) {
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, number);
            var sealed = new byte[length + TAG_BYTES];
            var from = offset;
            var to = 0;
            while (offset + length - from > SLICE_BYTES) {
                to += cipher.update(plain, from, SLICE_BYTES, sealed, to);
                from += SLICE_BYTES;
            }
            cipher.doFinal(plain, from, offset + length - from, sealed, to);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM cannot fail to encrypt", e);
        }
    }

    byte[] open(long number, byte[] sealed, int offset, int length) throws DamagedException {
        var plain = new byte[length];
        return Arrays.copyOf(plain, open(number, sealed, offset, length, plain));
    }

    /** Opens into the buffer, which holds at least as many bytes as the sealed block has; returns how many it gave. */
    int open(long number, byte[] sealed, int offset, int length, byte[] into) throws DamagedException {
        try {
            return cipher(Cipher.DECRYPT_MODE, number).doFinal(sealed, offset, length, into, 0);
        } catch (AEADBadTagException e) {
            throw new DamagedException(place(number) + " is not what was written: its authentication fails.", e);
        } catch (GeneralSecurityException e) {
            throw new DamagedException(place(number) + " cannot be decrypted: it is cut short.", e);
        }
    }

    String place(long number) {
        return number == INDEX ? "The index of " + name : "Block " + number + " of " + name;
    }

    private Cipher cipher(int mode, long number) throws GeneralSecurityException {
        var cipher = Cipher.getInstance(ALGORITHM);
        var nonce = ByteBuffer.allocate(NONCE_BYTES).putInt(0).putLong(number).array();
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(bound(number));
        return cipher;
    }

    private byte[] bound(long number) {
        return ByteBuffer.allocate(2 + 2 + nameBytes.length + 8)
                .putShort((short) StoreFormat.VERSION)
                .putShort((short) nameBytes.length)
                .put(nameBytes)
                .putLong(number)
                .array();
    }
}
