package io.graphkeep.server.store;

import io.graphkeep.server.store.backend.ObjectName;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The 256 random bits of one store, from which each object's own key is derived by the object's full name. */
final class RepositoryKey {
    static final int BYTES = 32;
    private static final String PURPOSE = "graphkeep object key 1";

    private final byte[] bytes;

    RepositoryKey(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("A repository key has " + BYTES + " bytes.");
        }
        this.bytes = bytes.clone();
    }

    SecretKey objectKey(ObjectName name) {
        return new SecretKeySpec(Kdf.derive(bytes, PURPOSE, name.value(), BYTES), "AES");
    }

    ObjectCipher cipher(ObjectName name) {
        return new ObjectCipher(name, objectKey(name));
    }

    byte[] reveal() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "repository key";
    }
}
