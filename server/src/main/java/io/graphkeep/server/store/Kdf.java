package io.graphkeep.server.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/** HKDF with SHA-256: many keys from one, each for one purpose and one name. */
final class Kdf {
    private Kdf() {}

    static byte[] derive(byte[] key, String purpose, String name, int length) {
        var parameters = HKDFParameterSpec.ofExtract()
                .addIKM(key)
                .addSalt(purpose.getBytes(StandardCharsets.UTF_8))
                .thenExpand(name.getBytes(StandardCharsets.UTF_8), length);
        try {
            return KDF.getInstance("HKDF-SHA256").deriveData(parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java 25 has HKDF-SHA256", e);
        }
    }
}
