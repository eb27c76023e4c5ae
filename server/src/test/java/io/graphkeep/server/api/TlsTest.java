package io.graphkeep.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.config.NetworkConfig;
import io.graphkeep.server.config.Switch;
import io.graphkeep.server.errors.StartRefused;
import io.graphkeep.server.security.PemPair;
import io.graphkeep.server.security.Role;
import io.graphkeep.server.security.TlsMaterial;
import io.graphkeep.v1.AdminServiceGrpc;
import io.graphkeep.v1.GetServerInfoRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.channelz.v1.ChannelzGrpc;
import io.grpc.channelz.v1.GetServersRequest;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @TempDir
    private static Path pairs;

    private static PemPair old;
    private static PemPair renewed;
    private static PemPair client;

    @TempDir
    private Path directory;

    private Path certificate;
    private Path key;
    private @Nullable ApiFixture api;

    @BeforeAll
    static void makePairs() throws IOException {
        old = PemPair.make(pairs, "old");
        renewed = PemPair.make(pairs, "renewed");
        client = PemPair.make(pairs, "client");
    }

    @BeforeEach
    void copyTheServersPair() throws IOException {
        certificate = Files.copy(old.certificate(), directory.resolve("server.pem"));
        key = Files.copy(old.key(), directory.resolve("server.key"));
    }

    @AfterEach
    void stop() {
        if (api != null) {
            api.close();
        }
    }

    @Test
    void aReplacedCertificateIsUsedByTheNextConnection() throws IOException {
        var tls = start(null);
        assertThat(answers(old, null)).isTrue();

        replace(renewed);
        tls.check();

        assertThat(tls.problem()).isEmpty();
        assertThat(answers(renewed, null)).isTrue();
        assertThat(answers(old, null)).isFalse();
    }

    @Test
    void brokenFilesLeaveTheOldCertificateInForceAndAreTold() throws IOException {
        var tls = start(null);

        Files.writeString(certificate, "not a certificate");
        tls.check();

        assertThat(tls.problem()).get().asString().contains("stays in force");
        assertThat(answers(old, null)).isTrue();
        replace(old);
        tls.check();
        assertThat(tls.problem()).isEmpty();
    }

    @Test
    void aCertificateWithoutItsKeyIsNotUsedUntilTheKeyIsThere() throws IOException {
        var tls = start(null);

        Files.copy(renewed.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
        tls.check();

        assertThat(tls.problem()).get().asString().contains("does not belong");
        assertThat(answers(old, null)).isTrue();
    }

    @Test
    void aStartWithFilesThatDoNotBelongTogetherIsRefused() {
        var mixed = new NetworkConfig.Tls(old.certificate(), renewed.key(), null);

        assertThatThrownBy(() -> TlsMaterial.load(mixed))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("does not belong");
    }

    @Test
    void aClientCertificateIsNeededBesideTheTokenAndNeverReplacesIt() throws IOException {
        start(client.certificate());
        var token = fixture().token("ci", Role.MONITOR);

        assertThat(answers(old, null)).isFalse();
        assertThat(answers(old, client)).isTrue();
        var withoutToken = channel(old, client, null);
        assertThatThrownBy(() -> call(withoutToken))
                .isInstanceOf(StatusRuntimeException.class)
                .extracting(failure -> Status.fromThrowable(failure).getCode())
                .isEqualTo(Status.Code.UNAUTHENTICATED);
        withoutToken.shutdownNow();
        assertThat(token).startsWith("gk_");
    }

    @Test
    void thePortOfChannelzShowsTheSameCertificate() throws IOException {
        start(null);
        try (var port = fixture().channelz(0)) {
            port.start();
            var channel = channel(port.address(), old, null, fixture().token("root", Role.ADMIN));

            var answer = ChannelzGrpc.newBlockingStub(channel).getServers(GetServersRequest.getDefaultInstance());

            assertThat(answer.getServerList()).isNotEmpty();
            channel.shutdownNow();
        }
    }

    private TlsMaterial start(@Nullable Path clientAuthorities) {
        var tls = TlsMaterial.load(new NetworkConfig.Tls(certificate, key, clientAuthorities));
        api = new ApiFixture(List.of(), EnumSet.allOf(Switch.class), tls);
        return tls;
    }

    private ApiFixture fixture() {
        if (api == null) {
            throw new IllegalStateException("Not started");
        }
        return api;
    }

    private void replace(PemPair by) throws IOException {
        Files.copy(by.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(by.key(), key, StandardCopyOption.REPLACE_EXISTING);
    }

    private boolean answers(PemPair trusted, @Nullable PemPair client) throws IOException {
        var name = "t" + System.nanoTime();
        var channel = channel(trusted, client, fixture().token(name, Role.MONITOR));
        try {
            call(channel);
            return true;
        } catch (StatusRuntimeException e) {
            return false;
        } finally {
            channel.shutdownNow();
        }
    }

    private static void call(ManagedChannel channel) {
        assertThat(AdminServiceGrpc.newBlockingStub(channel)
                        .getServerInfo(GetServerInfoRequest.getDefaultInstance())
                        .getVersion())
                .isNotEmpty();
    }

    private ManagedChannel channel(PemPair trusted, @Nullable PemPair client, @Nullable String token)
            throws IOException {
        return channel("127.0.0.1:" + fixture().server.port(), trusted, client, token);
    }

    private static ManagedChannel channel(
            String address, PemPair trusted, @Nullable PemPair client, @Nullable String token) throws IOException {
        var credentials = TlsChannelCredentials.newBuilder()
                .trustManager(trusted.certificate().toFile());
        if (client != null) {
            credentials.keyManager(client.certificate().toFile(), client.key().toFile());
        }
        var builder = NettyChannelBuilder.forTarget(address, credentials.build());
        return token == null
                ? builder.build()
                : builder.intercept(ApiFixture.bearer(token)).build();
    }
}
