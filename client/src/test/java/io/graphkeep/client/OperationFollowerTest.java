package io.graphkeep.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.Timestamp;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.graphkeep.v1.MonitoringServiceGrpc;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.WatchOperationRequest;
import io.graphkeep.v1.WatchOperationResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationFollowerTest {
    private final String name = InProcessServerBuilder.generateName();
    private final ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
    private final AtomicInteger watched = new AtomicInteger();

    @AfterEach
    void close() {
        channel.shutdownNow();
    }

    @Test
    void aServerThatIsGoneIsGivenUpAfterAWhile() {
        var begun = System.nanoTime();

        assertThatThrownBy(() ->
                        follower(Duration.ofMillis(700), Duration.ofMinutes(1)).follow("o1", state -> {}))
                .isInstanceOfSatisfying(
                        GraphkeepException.class,
                        failure -> assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE));

        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(600), Duration.ofSeconds(20));
    }

    @Test
    void aServerThatSaysItIsStartingIsWaitedForLonger() throws IOException {
        var server = serve(call -> call < 3);
        try {
            var ended = follower(Duration.ZERO, Duration.ofMinutes(1)).follow("o1", state -> {});

            assertThat(ended.hasEndTime()).isTrue();
            assertThat(watched).hasValue(3);
        } finally {
            server.shutdownNow();
        }
    }

    @Test
    void aServerThatNeverGetsReadyIsGivenUpToo() throws IOException {
        var server = serve(call -> true);
        try {
            assertThatThrownBy(() -> follower(Duration.ofMinutes(1), Duration.ofMillis(700))
                            .follow("o1", state -> {}))
                    .isInstanceOf(GraphkeepException.class);
            assertThat(watched.get()).isGreaterThan(1);
        } finally {
            server.shutdownNow();
        }
    }

    private OperationFollower follower(Duration silence, Duration patience) {
        return new OperationFollower(
                new Calls(channel, new BearerToken(() -> "gk_"), Duration.ofSeconds(5)),
                channel::resetConnectBackoff,
                silence,
                patience);
    }

    /** Which calls are answered that the server is starting. */
    private interface Starting {
        boolean at(int call);
    }

    private Server serve(Starting starting) throws IOException {
        var service = new MonitoringServiceGrpc.MonitoringServiceImplBase() {
            @Override
            public void watchOperation(WatchOperationRequest request, StreamObserver<WatchOperationResponse> response) {
                if (starting.at(watched.incrementAndGet())) {
                    response.onError(StatusProto.toStatusRuntimeException(starting()));
                    return;
                }
                var ended =
                        Operation.newBuilder().setEndTime(Timestamp.newBuilder().setSeconds(1));
                response.onNext(
                        WatchOperationResponse.newBuilder().setOperation(ended).build());
                response.onCompleted();
            }
        };
        return InProcessServerBuilder.forName(name).addService(service).build().start();
    }

    private static com.google.rpc.Status starting() {
        var info = ErrorInfo.newBuilder().setDomain("graphkeep").setReason("SERVER_STARTING");
        return com.google.rpc.Status.newBuilder()
                .setCode(Code.UNAVAILABLE_VALUE)
                .setMessage("The server is starting.")
                .addDetails(Any.pack(info.build()))
                .build();
    }
}
