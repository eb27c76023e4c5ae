package io.graphkeep.server.api;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.GetGraphRequest;
import io.graphkeep.v1.GetGraphResponse;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.MonitoringServiceGrpc;
import io.graphkeep.v1.ReplicationServiceGrpc;
import io.graphkeep.v1.WatchHealthRequest;
import io.graphkeep.v1.WatchHealthResponse;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test of a real gRPC server, which answers for one graph after the other and streams until it is told to end. */
abstract class WithGrpcServer {
    final CountDownLatch streamEnded = new CountDownLatch(1);
    ApiFixture api;

    @BeforeEach
    void start() {
        api = new ApiFixture(services());
    }

    @AfterEach
    void stop() {
        api.close();
    }

    List<ServiceMethods> services() {
        return List.of(
                ServiceMethods.of(BackupServiceGrpc.getServiceDescriptor())
                        .unary(BackupServiceGrpc.getGetGraphMethod(), this::getGraph),
                ServiceMethods.of(MonitoringServiceGrpc.getServiceDescriptor())
                        .streaming(MonitoringServiceGrpc.getWatchHealthMethod(), this::watchHealth),
                ServiceMethods.of(ReplicationServiceGrpc.getServiceDescriptor()));
    }

    private GetGraphResponse getGraph(Call call, GetGraphRequest request) {
        call.requireGraph(request.getGraphId());
        return switch (request.getGraphId()) {
            case "broken" -> throw new IllegalStateException("the secret is hunter2");
            case "missing" -> throw Call.graphNotFound("missing");
            default ->
                GetGraphResponse.newBuilder()
                        .setGraph(Graph.newBuilder().setGraphId(request.getGraphId()))
                        .build();
        };
    }

    private void watchHealth(Call call, WatchHealthRequest request, Outflow<WatchHealthResponse> out)
            throws InterruptedException {
        out.onCancel(streamEnded::countDown);
        out.send(WatchHealthResponse.getDefaultInstance());
        streamEnded.await(30, TimeUnit.SECONDS);
    }

    BackupServiceGrpc.BackupServiceBlockingStub backup(String token) {
        return backup(api.channel(token));
    }

    static BackupServiceGrpc.BackupServiceBlockingStub backup(Channel channel) {
        return BackupServiceGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    static GetGraphRequest graph(String id) {
        return GetGraphRequest.newBuilder().setGraphId(id).build();
    }

    static String reason(Runnable call) {
        return info(failure(call)).getReason();
    }

    static ErrorInfo info(StatusRuntimeException failure) {
        var status = StatusProto.fromThrowable(failure);
        try {
            return status == null || status.getDetailsCount() == 0
                    ? ErrorInfo.newBuilder()
                            .setReason("none: " + failure.getStatus())
                            .build()
                    : status.getDetails(0).unpack(ErrorInfo.class);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    static StatusRuntimeException failure(Runnable call) {
        try {
            call.run();
        } catch (StatusRuntimeException e) {
            return e;
        }
        throw new AssertionError("Not refused");
    }
}
