package io.graphkeep.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.PushAck;
import io.graphkeep.v1.PushLimits;
import io.graphkeep.v1.PushOpened;
import io.graphkeep.v1.PushRecords;
import io.graphkeep.v1.PushSnapshotRequest;
import io.graphkeep.v1.PushSnapshotResponse;
import io.graphkeep.v1.PushWant;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a server answers a push with, its caller learns that it is the server's fault, and nothing else escapes. */
class UnsoundPushTest {
    @TempDir
    Path directory;

    static Stream<Function<PushSnapshotRequest, PushSnapshotResponse>> lies() {
        return Stream.of(
                // Out of order.
                request -> want(1, 0xFF),
                request -> request.hasOpen() ? opened("parent") : ack(),
                request -> request.hasOpen() ? opened("") : want(99, 0xFF),
                request -> opened(""),
                // Too little.
                request -> request.hasOpen() ? opened("") : want(1),
                request -> PushSnapshotResponse.newBuilder()
                        .setOpened(PushOpened.newBuilder().setSessionId("s"))
                        .build(),
                // A tree that is none, and one that is not even compressed.
                request -> request.hasOpen() ? opened("parent") : records(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}),
                request -> request.hasOpen() ? opened("parent") : records(Zstd.compress(new byte[] {3, 9, 9, 9})),
                // A snapshot of no name.
                request ->
                        request.hasOpen() ? opened("") : want(request.getOffer().getOfferId(), 0),
                // A time that cannot be.
                request -> switch (request.getFrameCase()) {
                    case OPEN -> {
                        var lie = opened("").toBuilder();
                        lie.getOpenedBuilder().setCutTime(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE));
                        yield lie.build();
                    }
                    case OFFER -> want(request.getOffer().getOfferId(), 0);
                    case READ, OFFER_CHUNKS, DATA, COMMIT, FRAME_NOT_SET -> ack();
                });
    }

    @ParameterizedTest
    @MethodSource("lies")
    void aLieIsToldAsTheServers(Function<PushSnapshotRequest, PushSnapshotResponse> lie) throws Exception {
        Files.writeString(directory.resolve("file"), "content");
        var server = serving(lie);
        try (var client = GraphkeepClient.builder()
                .server("127.0.0.1:" + server.getPort())
                .token("gk_x")
                .connect()) {

            var failure = catchThrowableOfType(GraphkeepException.class, () -> client.push(directory, "books"));

            assertThat(failure).isNotNull();
            assertThat(failure.code()).isEqualTo(Status.Code.DATA_LOSS);
            assertThat(failure.reason()).isEqualTo("PROTOCOL_VIOLATION");
            assertThat(failure.sentence()).contains("The server 127.0.0.1:" + server.getPort());
        } finally {
            server.shutdownNow().awaitTermination();
        }
    }

    private static Server serving(Function<PushSnapshotRequest, PushSnapshotResponse> lie) throws IOException {
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new BackupServiceGrpc.BackupServiceImplBase() {
                    @Override
                    public StreamObserver<PushSnapshotRequest> pushSnapshot(
                            StreamObserver<PushSnapshotResponse> answers) {
                        return new StreamObserver<>() {
                            @Override
                            public void onNext(PushSnapshotRequest request) {
                                answers.onNext(lie.apply(request));
                            }

                            @Override
                            public void onError(Throwable cut) {}

                            @Override
                            public void onCompleted() {}
                        };
                    }
                })
                .build()
                .start();
    }

    private static PushSnapshotResponse opened(String parent) {
        return PushSnapshotResponse.newBuilder()
                .setOpened(PushOpened.newBuilder()
                        .setSessionId("s")
                        .setParentSnapshotId(parent)
                        .setLimits(PushLimits.newBuilder()
                                .setMaxOfferSegments(100)
                                .setMaxOfferChunks(1000)
                                .setMaxUnacknowledgedBytes(1 << 20)
                                .setMaxDecompressedBytes(1 << 20)))
                .build();
    }

    private static PushSnapshotResponse want(long offer, int... bitmap) {
        var bytes = new byte[bitmap.length];
        for (var i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) bitmap[i];
        }
        return PushSnapshotResponse.newBuilder()
                .setWant(PushWant.newBuilder().setOfferId(offer).setBitmap(ByteString.copyFrom(bytes)))
                .build();
    }

    private static PushSnapshotResponse records(byte[] payload) {
        return PushSnapshotResponse.newBuilder()
                .setRecords(PushRecords.newBuilder()
                        .setReadId(1)
                        .setPayload(ByteString.copyFrom(payload))
                        .setLast(true))
                .build();
    }

    private static PushSnapshotResponse ack() {
        return PushSnapshotResponse.newBuilder()
                .setAck(PushAck.getDefaultInstance())
                .build();
    }
}
