package io.graphkeep.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.security.Role;
import io.graphkeep.v1.BackupServiceGrpc;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import org.junit.jupiter.api.Test;

/** Requests that are too large, or come too often, are refused before they cost anything. */
class RefusedRequestsTest extends WithGrpcServer {
    @Test
    void aMessageThatIsTooLargeIsRefusedWithAReason() {
        var stub = backup(api.token("ci", Role.READER));
        var large = graph("x".repeat(ApiFixture.MAX_MESSAGE + 1));

        assertThat(reason(() -> stub.getGraph(large))).isEqualTo("REQUEST_TOO_LARGE");
        assertThat(reason(() -> stub.withCompression("gzip").getGraph(large))).isEqualTo("REQUEST_TOO_LARGE");
    }

    @Test
    void aBombIsRefusedWithAReason() {
        var stub = backup(api.token("ci", Role.READER)).withCompression("gzip");

        var failure = failure(() -> stub.getGraph(graph("x".repeat(64 * ApiFixture.MAX_MESSAGE))));

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(info(failure).getReason()).isEqualTo("REQUEST_TOO_LARGE");
    }

    @Test
    void headersThatAreTooLargeAreRefused() {
        var headers = new Metadata();
        headers.put(Metadata.Key.of("x-noise", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(64 << 10));
        ClientInterceptor noise = MetadataUtils.newAttachHeadersInterceptor(headers);
        var stub =
                BackupServiceGrpc.newBlockingStub(api.channel(ApiFixture.bearer(api.token("ci", Role.READER)), noise));

        assertThat(failure(() -> stub.getGraph(graph("books"))).getStatus().getCode())
                .isIn(
                        Status.Code.INTERNAL,
                        Status.Code.RESOURCE_EXHAUSTED,
                        Status.Code.UNAVAILABLE,
                        Status.Code.UNKNOWN);
    }

    @Test
    void aTokenThatCallsTooOftenIsSlowedDown() {
        var stub = backup(api.token("ci", Role.READER));

        var refused = failure(() -> {
            for (var call = 0; call < 3 * ApiFixture.MAX_REQUESTS; call++) {
                stub.getGraph(graph("books"));
            }
        });

        assertThat(info(refused).getReason()).isEqualTo("TOO_MANY_REQUESTS");
    }
}
