package io.graphkeep.server.store;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.backend.ObjectName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * The repository's key as an object {@code keys/<n>} holds it: encrypted by the master key, whose fingerprint stands in the
 * clear so that a wrong one can be named.
 */
final class WrappedKey {
    private static final int MAGIC = 0x474B4B59; // GKKY
    private static final int FINGERPRINT_BYTES = 8;
    private static final int NONCE_BYTES = 12;
    private static final int HEADER_BYTES = 8 + FINGERPRINT_BYTES + NONCE_BYTES;
    private static final int BYTES = HEADER_BYTES + RepositoryKey.BYTES + ObjectCipher.TAG_BYTES;

    private WrappedKey() {}

    static byte[] wrap(ObjectName name, RepositoryKey key, MasterKey master, byte[] nonce) {
        var header = ByteBuffer.allocate(HEADER_BYTES)
                .putInt(MAGIC)
                .putShort((short) StoreFormat.VERSION)
                .putShort((short) 0)
                .put(HexFormat.of().parseHex(master.fingerprint()))
                .put(nonce, 0, NONCE_BYTES)
                .array();
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, name, header, master).doFinal(key.reveal());
            return ByteBuffer.allocate(BYTES).put(header).put(sealed).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM cannot fail to encrypt", e);
        }
    }

    static RepositoryKey unwrap(ObjectName name, byte[] object, MasterKey master) throws DamagedException {
        if (object.length != BYTES || ByteBuffer.wrap(object).getInt() != MAGIC) {
            throw new DamagedException("The object " + name + " is damaged: it is not a wrapped key.");
        }
        SealedObject.requireVersion(name, ByteBuffer.wrap(object).getShort(4));
        var fingerprint = HexFormat.of().formatHex(object, 8, 8 + FINGERPRINT_BYTES);
        if (!fingerprint.equals(master.fingerprint())) {
            throw new GraphkeepException(
                    Reason.KEY_UNAVAILABLE,
                    "The store was closed with master key " + fingerprint + ", and the one given is "
                            + master.fingerprint() + ".");
        }
        var header = ByteBuffer.wrap(object, 0, HEADER_BYTES).slice();
        var bound = new byte[HEADER_BYTES];
        header.get(bound);
        try {
            var cipher = cipher(Cipher.DECRYPT_MODE, name, bound, master);
            return new RepositoryKey(cipher.doFinal(object, HEADER_BYTES, BYTES - HEADER_BYTES));
        } catch (GeneralSecurityException e) {
            throw new DamagedException("The object " + name + " is damaged: the key in it cannot be unwrapped.", e);
        }
    }

    private static Cipher cipher(int mode, ObjectName name, byte[] header, MasterKey master)
            throws GeneralSecurityException {
        var nonce = ByteBuffer.wrap(header, HEADER_BYTES - NONCE_BYTES, NONCE_BYTES);
        var bytes = new byte[NONCE_BYTES];
        nonce.get(bytes);
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, master.wrapping(), new GCMParameterSpec(ObjectCipher.TAG_BYTES * Byte.SIZE, bytes));
        cipher.updateAAD(header);
        cipher.updateAAD(name.value().getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
