package io.graphkeep.bench.transfer;

import com.google.protobuf.UnsafeByteOperations;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.DownloadSnapshotRequest;
import io.graphkeep.v1.DownloadSnapshotResponse;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** A server that does nothing but send the same message as often as it is asked for: what the transport can do at most. */
final class RawServer extends BackupServiceGrpc.BackupServiceImplBase {
    static final int FRAME = 256 << 10;
    static final String LISTENS = "listens at ";

    private final DownloadSnapshotResponse frame;

    private RawServer() {
        var bytes = new byte[FRAME];
        new Random(1).nextBytes(bytes);
        frame = DownloadSnapshotResponse.newBuilder()
                .setData(UnsafeByteOperations.unsafeWrap(bytes))
                .build();
    }

    /** Serves until it is killed, and says where. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var server = NettyServerBuilder.forPort(0)
                .addService(new RawServer())
                .build()
                .start();
        System.out.println(LISTENS + server.getPort());
        server.awaitTermination();
    }

    /** Sends {@code resume_offset} bytes. */
    @Override
    public void downloadSnapshot(DownloadSnapshotRequest request, StreamObserver<DownloadSnapshotResponse> observer) {
        var stream = (ServerCallStreamObserver<DownloadSnapshotResponse>) observer;
        var left = new AtomicLong(request.getResumeOffset() / FRAME);
        stream.setOnReadyThreshold(1 << 20);
        stream.setOnReadyHandler(() -> {
            while (stream.isReady() && left.get() > 0) {
                stream.onNext(frame);
                if (left.decrementAndGet() == 0) {
                    stream.onCompleted();
                }
            }
        });
    }
}
