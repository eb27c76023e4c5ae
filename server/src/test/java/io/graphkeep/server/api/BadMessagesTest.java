package io.graphkeep.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.graphkeep.server.security.Role;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.UploadSnapshotRequest;
import io.graphkeep.v1.UploadSnapshotResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is no message, or far too large for one, ends its own stream and leaves the others of its connection alone. */
class BadMessagesTest extends WithGrpcServer {
    private static final TransferLimits LIMITS = new TransferLimits(Duration.ofSeconds(30), Duration.ofSeconds(30));
    private static final int TRIES = 20;

    @Override
    List<ServiceMethods> services() {
        return List.of(ServiceMethods.of(BackupServiceGrpc.getServiceDescriptor())
                .receiving(BackupServiceGrpc.getUploadSnapshotMethod(), LIMITS, BadMessagesTest::readAll));
    }

    private static UploadSnapshotResponse readAll(Call call, Inflow<UploadSnapshotRequest> in)
            throws InterruptedException {
        while (in.next() != null) {
            assertThat(call.id()).isNotEmpty();
        }
        return UploadSnapshotResponse.getDefaultInstance();
    }

    /** A stream whose end is waited for. */
    private static final class Ending implements StreamObserver<UploadSnapshotResponse> {
        private final CompletableFuture<Status> status = new CompletableFuture<>();

        @Override
        public void onNext(UploadSnapshotResponse answer) {}

        @Override
        public void onError(Throwable failure) {
            status.complete(Status.fromThrowable(failure).withCause(failure));
        }

        @Override
        public void onCompleted() {
            status.complete(Status.OK);
        }

        Status await() throws Exception {
            return status.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aMessageFarBeyondTheLimitEndsItsStreamAndNoOtherOfItsConnection() throws Exception {
        var channel = api.channel(api.token("ci", Role.AGENT));
        var good = new Ending();
        var frames = begin(channel, good);
        for (var i = 0; i < TRIES; i++) {
            var bad = new Ending();
            begin(channel, bad).onNext(data(new byte[3 * ApiFixture.MAX_MESSAGE]));
            assertThat(bad.await().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        }

        frames.onNext(data(new byte[3]));
        frames.onCompleted();

        assertThat(good.await()).isEqualTo(Status.OK);
    }

    @Test
    void whatIsNoMessageIsTheCallersFault() throws Exception {
        var channel = api.channel(api.token("ci", Role.AGENT));
        var ending = new Ending();
        var upload = BackupServiceGrpc.getUploadSnapshotMethod();
        var method = upload.toBuilder(new MessagesAsBytes(), upload.getResponseMarshaller())
                .build();
        var frames = ClientCalls.asyncClientStreamingCall(channel.newCall(method, CallOptions.DEFAULT), ending);
        frames.onNext(ByteString.copyFrom(new byte[] {-1, -1, -1, -1}).newInput());

        var failure =
                (StatusRuntimeException) Objects.requireNonNull(ending.await().getCause());

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(info(failure).getReason()).isEqualTo("INVALID_ARGUMENT");
    }

    private static StreamObserver<UploadSnapshotRequest> begin(Channel channel, Ending ending) {
        return BackupServiceGrpc.newStub(channel).uploadSnapshot(ending);
    }

    private static UploadSnapshotRequest data(byte[] bytes) {
        return UploadSnapshotRequest.newBuilder()
                .setData(ByteString.copyFrom(bytes))
                .build();
    }
}
