package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.client.GraphkeepException;
import io.graphkeep.client.ServerAddress;
import io.graphkeep.client.Transport;
import io.graphkeep.v1.ListGraphsRequest;
import io.grpc.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS and mutual TLS, with PEM files as openssl makes them. */
@Tag("needs-openssl")
class TlsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Path temporary;
    private final Certificates certificates;

    TlsTest(@TempDir Path temporary) {
        this.temporary = temporary;
        certificates = new Certificates(temporary);
    }

    @Test
    void aReplacedCertificateIsShownToNewConnectionsWithoutARestart() throws IOException {
        certificates.authority("ca");
        certificates.certificate("ca", "server");
        certificates.certificate("ca", "next");
        try (var server = ServerProcess.start(
                PreparedHome.at(temporary.resolve("home")),
                "GRAPHKEEP_TLS_CERT=" + certificates.pem("server"),
                "GRAPHKEEP_TLS_KEY=" + certificates.key("server"))) {
            server.graphkeep("graph", "list", "--ca", certificates.pem("ca").toString())
                    .expect(0);
            server.graphkeep("graph", "list").expect(0);
            var before = shown(server.grpc());
            assertThat(shown(server.http())).isEqualTo(before);

            Files.move(certificates.key("next"), certificates.key("server"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(certificates.pem("next"), certificates.pem("server"), StandardCopyOption.REPLACE_EXISTING);

            Await.until("another certificate", SOON, () -> !shown(server.grpc()).equals(before), server::log);
            assertThat(shown(server.http())).isNotEqualTo(before);
            server.graphkeep("graph", "list", "--ca", certificates.pem("ca").toString())
                    .expect(0);
            certificates.authority("stranger");
            server.graphkeep(
                            "graph",
                            "list",
                            "--ca",
                            certificates.pem("stranger").toString())
                    .expect(3);
        }
    }

    @Test
    void mutualTlsTakesACertificateAndATokenToo() {
        certificates.authority("ca");
        certificates.authority("stranger");
        certificates.certificate("ca", "server");
        certificates.certificate("ca", "client");
        certificates.certificate("stranger", "foreign");
        try (var server = ServerProcess.start(
                PreparedHome.at(temporary.resolve("home")),
                "GRAPHKEEP_TLS_CERT=" + certificates.pem("server"),
                "GRAPHKEEP_TLS_KEY=" + certificates.key("server"),
                "GRAPHKEEP_TLS_CLIENT_CA=" + certificates.pem("ca"))) {
            var token = server.adminToken();
            var both =
                    new Transport.Tls(certificates.pem("ca"), certificates.pem("client"), certificates.key("client"));

            assertThat(code(server, both, token)).isEqualTo(Status.Code.OK);
            assertThat(code(server, new Transport.Tls(certificates.pem("ca"), null, null), token))
                    .isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(code(
                            server,
                            new Transport.Tls(
                                    certificates.pem("ca"), certificates.pem("foreign"), certificates.key("foreign")),
                            token))
                    .isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(code(server, both, "gk_" + "A".repeat(43))).isEqualTo(Status.Code.UNAUTHENTICATED);
            server.graphkeep(
                            "graph",
                            "list",
                            "--ca",
                            certificates.pem("ca").toString(),
                            "--cert",
                            certificates.pem("client").toString(),
                            "--cert-key",
                            certificates.key("client").toString())
                    .expect(0);
        }
    }

    private static Status.Code code(ServerProcess server, Transport transport, String token) {
        try (var client = GraphkeepClient.builder()
                .server(server.grpc())
                .transport(transport)
                .token(token)
                .timeout(Duration.ofSeconds(10))
                .connect()) {
            client.backup().listGraphs(ListGraphsRequest.getDefaultInstance());
            return Status.Code.OK;
        } catch (GraphkeepException failure) {
            return failure.code();
        }
    }

    /** The serial number of the certificate that a new connection is shown, whoever signed it. */
    private static BigInteger shown(String address) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anyone()}, new SecureRandom());
            var parsed = ServerAddress.parse(address);
            try (var socket = (SSLSocket) context.getSocketFactory().createSocket(parsed.host(), parsed.port())) {
                socket.setSoTimeout((int) SOON.toMillis());
                socket.startHandshake();
                return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Trusts everyone, to see what is shown. */
    private static final class Anyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
