package io.graphkeep.server.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A self-signed certificate for 127.0.0.1 and its key, as PEM files, made by the JDK's own keytool. */
public record PemPair(Path certificate, Path key) {
    private static final String PASSWORD = "changeit";

    public static PemPair make(Path directory, String name) throws IOException {
        var store = directory.resolve(name + ".p12");
        keytool(store, name);
        try (InputStream in = Files.newInputStream(store)) {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            var key = keys.getKey(name, PASSWORD.toCharArray());
            return new PemPair(
                    write(
                            directory.resolve(name + ".pem"),
                            "CERTIFICATE",
                            keys.getCertificate(name).getEncoded()),
                    write(directory.resolve(name + ".key"), "PRIVATE KEY", key.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("The test's certificate could not be made", e);
        }
    }

    private static void keytool(Path store, String name) throws IOException {
        var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var process = new ProcessBuilder(
                        tool,
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-validity",
                        "2",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(store.resolveSibling(name + ".log").toFile())
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new AssertionError("keytool failed: " + Files.readString(store.resolveSibling(name + ".log")));
            }
        } catch (InterruptedException e) {
            throw new AssertionError("Interrupted while keytool ran", e);
        }
    }

    private static Path write(Path file, String kind, byte[] content) throws IOException {
        var encoded = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + encoded + "\n-----END " + kind + "-----\n");
    }
}
