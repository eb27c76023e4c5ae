package io.graphkeep.server.security;

import io.graphkeep.server.config.NetworkConfig;
import io.graphkeep.server.errors.StartRefused;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of the server, and the authorities of its clients where it asks for certificates: read from PEM files,
 * and read again when they change.
 *
 * <p>New files are taken whole or not at all: as long as they cannot be read or do not belong together, what was read
 * before stays in force, and {@link #problem} says why. A client's certificate opens the connection and nothing else; it
 * never replaces the token.
 */
public final class TlsMaterial {
    private static final Logger LOG = LoggerFactory.getLogger(TlsMaterial.class);

    private final NetworkConfig.Tls files;
    private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
    private final @Nullable AdvancedTlsX509TrustManager authorities;
    private PemFiles inForce;
    private volatile @Nullable String problem;

    private TlsMaterial(NetworkConfig.Tls files, @Nullable AdvancedTlsX509TrustManager authorities, PemFiles inForce) {
        this.files = files;
        this.authorities = authorities;
        this.inForce = inForce;
    }

    /** Reads the files for the first time; a start with bad ones is refused. */
    public static TlsMaterial load(NetworkConfig.Tls files) {
        try {
            var read = PemFiles.read(files);
            var authorities = files.clientAuthorities() == null ? null : clientAuthorities();
            var material = new TlsMaterial(files, authorities, read);
            material.use(read);
            return material;
        } catch (IOException | GeneralSecurityException e) {
            throw new StartRefused("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static AdvancedTlsX509TrustManager clientAuthorities() throws GeneralSecurityException {
        return AdvancedTlsX509TrustManager.newBuilder()
                .setVerification(AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION)
                .build();
    }

    /** What the gRPC port listens with; follows every later change by itself. */
    public ServerCredentials credentials() {
        var credentials = TlsServerCredentials.newBuilder().keyManager(keys);
        if (authorities != null) {
            credentials.trustManager(authorities).clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
        }
        return credentials.build();
    }

    /** The same certificate for another port. */
    public X509ExtendedKeyManager keyManager() {
        return keys;
    }

    /** Looks whether the files have changed; to be called every few seconds. */
    public synchronized void check() {
        try {
            var read = PemFiles.read(files);
            if (!read.sameAs(inForce)) {
                use(read);
                LOG.info("The certificate in {} is in force from now on", files.certificate());
            }
            problem = null;
        } catch (IOException | GeneralSecurityException e) {
            tell(files.certificate(), e);
        }
    }

    /** Why the files as they are now are not in force; empty where they are. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    private void tell(Path file, Exception cause) {
        var told = "The changed certificate in " + file + " is not used, and the one before stays in force: "
                + cause.getMessage();
        if (!told.equals(problem)) {
            LOG.warn(told);
        }
        problem = told;
    }

    private void use(PemFiles read) throws IOException, GeneralSecurityException {
        keys.updateIdentityCredentials(read.chain(), read.key());
        if (authorities != null) {
            authorities.updateTrustCredentials(read.authorities());
        }
        inForce = read;
    }
}
