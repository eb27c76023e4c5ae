package io.graphkeep.server.security;

import io.graphkeep.server.config.NetworkConfig;
import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The PEM files of TLS as they were at one moment, checked: the key belongs to the first certificate. */
final class PemFiles {
    private static final int LONGEST = 1 << 20;

    private final byte[] certificateBytes;
    private final byte[] keyBytes;
    private final byte[] authorityBytes;
    private final X509Certificate[] chain;
    private final PrivateKey key;
    private final X509Certificate[] authorities;

    private PemFiles(byte[] certificateBytes, byte[] keyBytes, byte[] authorityBytes)
            throws GeneralSecurityException, IOException {
        this.certificateBytes = certificateBytes;
        this.keyBytes = keyBytes;
        this.authorityBytes = authorityBytes;
        this.chain = certificates(certificateBytes);
        this.key = key(keyBytes);
        this.authorities = certificates(authorityBytes);
    }

    static PemFiles read(NetworkConfig.Tls files) throws IOException, GeneralSecurityException {
        var read = new PemFiles(bytes(files.certificate()), bytes(files.key()), bytes(files.clientAuthorities()));
        if (read.chain.length == 0) {
            throw new CertificateException(files.certificate() + " holds no certificate");
        }
        if (files.clientAuthorities() != null && read.authorities.length == 0) {
            throw new CertificateException(files.clientAuthorities() + " holds no certificate");
        }
        read.requireMatch(files);
        return read;
    }

    boolean sameAs(PemFiles other) {
        return Arrays.equals(certificateBytes, other.certificateBytes)
                && Arrays.equals(keyBytes, other.keyBytes)
                && Arrays.equals(authorityBytes, other.authorityBytes);
    }

    X509Certificate[] chain() {
        return chain;
    }

    PrivateKey key() {
        return key;
    }

    X509Certificate[] authorities() {
        return authorities;
    }

    private static byte[] bytes(@Nullable Path file) throws IOException {
        if (file == null) {
            return new byte[0];
        }
        if (Files.size(file) > LONGEST) {
            throw new IOException(file + " is longer than certificates are");
        }
        return Files.readAllBytes(file);
    }

    private static X509Certificate[] certificates(byte[] pem) throws CertificateException {
        return pem.length == 0
                ? new X509Certificate[0]
                : CertificateUtils.getX509Certificates(new ByteArrayInputStream(pem));
    }

    private static PrivateKey key(byte[] pem) throws GeneralSecurityException, IOException {
        return CertificateUtils.getPrivateKey(new ByteArrayInputStream(pem));
    }

    /** A certificate that was replaced before its key would break every handshake. */
    private void requireMatch(NetworkConfig.Tls files) throws GeneralSecurityException {
        var algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        var text = new byte[] {1, 2, 3};
        var signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(text);
        var signature = signer.sign();
        if (!key.getAlgorithm().equals(chain[0].getPublicKey().getAlgorithm())
                || !verifies(algorithm, text, signature)) {
            throw new CertificateException(
                    "the key in " + files.key() + " does not belong to the certificate in " + files.certificate());
        }
    }

    private boolean verifies(String algorithm, byte[] text, byte[] signature) throws GeneralSecurityException {
        var verifier = Signature.getInstance(algorithm);
        verifier.initVerify(chain[0].getPublicKey());
        verifier.update(text);
        return verifier.verify(signature);
    }
}
