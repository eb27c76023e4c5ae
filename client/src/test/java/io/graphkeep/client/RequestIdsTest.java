package io.graphkeep.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.v1.AdminServiceGrpc;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.CreateSnapshotResponse;
import io.graphkeep.v1.GetGraphRequest;
import io.graphkeep.v1.MonitoringServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequestIdsTest {
    @Test
    void aChangeWhoseAnswerWasLostIsRepeatedWithTheSameId() throws Exception {
        var ids = new CopyOnWriteArrayList<String>();
        var server = losingTheFirstAnswer(ids);
        try (var client = GraphkeepClient.builder()
                .server("127.0.0.1:" + server.getPort())
                .token("gk_x")
                .connect()) {
            client.backup()
                    .createSnapshot(CreateSnapshotRequest.newBuilder()
                            .setGraphId("books")
                            .build());
        } finally {
            server.shutdownNow().awaitTermination();
        }

        assertThat(ids).hasSize(2).doesNotContain("");
        assertThat(ids.get(1)).isEqualTo(ids.get(0));
    }

    @Test
    void anIdOfTheCallersIsLeft() {
        var own = CreateSnapshotRequest.newBuilder().setRequestId("own").build();
        var read = GetGraphRequest.newBuilder().setGraphId("books").build();

        assertThat(RequestIds.filled(own, () -> "new")).isSameAs(own);
        assertThat(RequestIds.filled(read, () -> "new")).isSameAs(read);
    }

    @Test
    void everyCallOfTodayCanBeRepeated() {
        var methods = Stream.of(
                        AdminServiceGrpc.getServiceDescriptor(),
                        BackupServiceGrpc.getServiceDescriptor(),
                        MonitoringServiceGrpc.getServiceDescriptor())
                .flatMap(service -> service.getMethods().stream())
                .filter(method -> method.getType() == MethodDescriptor.MethodType.UNARY);

        assertThat(methods).allMatch(RequestIds::isRepeatable);
    }

    private static Server losingTheFirstAnswer(List<String> ids) throws Exception {
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new BackupServiceGrpc.BackupServiceImplBase() {
                    @Override
                    public void createSnapshot(
                            CreateSnapshotRequest request, StreamObserver<CreateSnapshotResponse> answer) {
                        ids.add(request.getRequestId());
                        if (ids.size() == 1) {
                            answer.onError(Status.UNAVAILABLE.asRuntimeException());
                            return;
                        }
                        answer.onNext(CreateSnapshotResponse.getDefaultInstance());
                        answer.onCompleted();
                    }
                })
                .build()
                .start();
    }
}
