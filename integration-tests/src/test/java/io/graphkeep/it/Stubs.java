package io.graphkeep.it;

import io.graphkeep.v1.AdminServiceGrpc;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.GetOperationRequest;
import io.graphkeep.v1.MonitoringServiceGrpc;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.WatchOperationRequest;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Plain generated stubs on one connection, as any program has them: any token, no retries. */
final class Stubs implements AutoCloseable {
    static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private static final Duration SETTLING = Duration.ofSeconds(90);

    private final ManagedChannel channel;
    private final String adminToken;

    Stubs(ServerProcess server) {
        this.channel = Grpc.newChannelBuilder(server.grpc(), InsecureChannelCredentials.create())
                .maxInboundMetadataSize(64 << 10)
                .build();
        this.adminToken = server.adminToken();
    }

    String adminToken() {
        return adminToken;
    }

    ManagedChannel channel() {
        return channel;
    }

    BackupServiceGrpc.BackupServiceBlockingStub backup() {
        return backup(adminToken);
    }

    BackupServiceGrpc.BackupServiceBlockingStub backup(String token) {
        return with(BackupServiceGrpc.newBlockingStub(channel), token);
    }

    MonitoringServiceGrpc.MonitoringServiceBlockingStub monitoring() {
        return monitoring(adminToken);
    }

    MonitoringServiceGrpc.MonitoringServiceBlockingStub monitoring(String token) {
        return with(MonitoringServiceGrpc.newBlockingStub(channel), token);
    }

    AdminServiceGrpc.AdminServiceBlockingStub admin() {
        return admin(adminToken);
    }

    AdminServiceGrpc.AdminServiceBlockingStub admin(String token) {
        return with(AdminServiceGrpc.newBlockingStub(channel), token);
    }

    /** Any stub, sending this authorization token and giving up after half a minute. */
    <S extends AbstractStub<S>> S with(S stub, String token) {
        var headers = new Metadata();
        if (!token.isEmpty()) {
            headers.put(AUTHORIZATION, "Bearer " + token);
        }
        return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    /** The operation as it ended. */
    Operation ended(Operation started) {
        var last = started;
        var states = monitoring()
                .watchOperation(WatchOperationRequest.newBuilder()
                        .setOperationId(started.getOperationId())
                        .build());
        while (states.hasNext()) {
            last = states.next().getOperation();
        }
        return last;
    }

    /** The same, patient with a server that does not answer meanwhile. */
    Operation settled(String operation, String when, Supplier<String> log) {
        var request = GetOperationRequest.newBuilder().setOperationId(operation).build();
        var last = new AtomicReference<Operation>();
        Await.until(
                "operation " + operation + " to have ended " + when,
                SETTLING,
                () -> {
                    try {
                        last.set(monitoring().getOperation(request).getOperation());
                        return last.get().hasEndTime();
                    } catch (StatusRuntimeException away) {
                        return false;
                    }
                },
                log);
        return last.get();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
