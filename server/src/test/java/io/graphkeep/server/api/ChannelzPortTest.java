package io.graphkeep.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.errors.StartRefused;
import io.graphkeep.server.security.Role;
import io.graphkeep.server.security.RoleTable;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.channelz.v1.ChannelzGrpc;
import io.grpc.channelz.v1.GetServersRequest;
import io.grpc.channelz.v1.GetServersResponse;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChannelzPortTest {
    private ApiFixture api;
    private ChannelzPort port;
    private String address = "";

    @BeforeEach
    void start() {
        api = new ApiFixture(List.of());
        port = api.channelz(0);
        port.start();
        address = port.address();
    }

    @AfterEach
    void stop() {
        port.close();
        api.close();
    }

    @Test
    void anAdminSeesTheServers() {
        assertThat(servers(ApiFixture.bearer(api.token("root", Role.ADMIN))).getServerList())
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void nobodyElseSeesThem() {
        assertThat(refusal(ApiFixture.bearer(api.token("ci", Role.READER)))).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(refusal(ApiFixture.bearer(api.token("ops", Role.OPERATOR))))
                .isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(refusal()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void everyMethodHasItsRole() {
        assertThat(port.methods())
                .contains("grpc.channelz.v1.Channelz/GetServers")
                .contains("grpc.reflection.v1.ServerReflection/ServerReflectionInfo")
                .isSubsetOf(RoleTable.standard().methods());
    }

    @Test
    void theOtherPortDoesNotHaveIt() {
        assertThat(api.server.methods()).noneMatch(method -> method.contains("Channelz"));
    }

    @Test
    void aTakenPortNamesItsKey() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var second = api.channelz(taken.getLocalPort())) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContainingAll("127.0.0.1:" + taken.getLocalPort(), "GRAPHKEEP_CHANNELZ_PORT");
        }
    }

    @Test
    void itEndsWithItsServer() {
        port.close();

        assertThat(refusal(ApiFixture.bearer(api.token("root", Role.ADMIN)))).isEqualTo(Status.Code.UNAVAILABLE);
    }

    private Status.Code refusal(ClientInterceptor... token) {
        try {
            servers(token);
        } catch (StatusRuntimeException refused) {
            return refused.getStatus().getCode();
        }
        throw new AssertionError("Not refused");
    }

    private GetServersResponse servers(ClientInterceptor... token) {
        ManagedChannel channel = NettyChannelBuilder.forTarget(address)
                .usePlaintext()
                .intercept(token)
                .build();
        try {
            return ChannelzGrpc.newBlockingStub(channel).getServers(GetServersRequest.getDefaultInstance());
        } finally {
            channel.shutdownNow();
        }
    }
}
