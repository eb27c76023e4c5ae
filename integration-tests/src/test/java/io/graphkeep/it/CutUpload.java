package io.graphkeep.it;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.graphkeep.client.GraphkeepException;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.FileHeader;
import io.graphkeep.v1.FileKind;
import io.graphkeep.v1.FileTrailer;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.UploadEnd;
import io.graphkeep.v1.UploadHeader;
import io.graphkeep.v1.UploadSnapshotRequest;
import io.graphkeep.v1.UploadSnapshotResponse;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An upload as any program makes it, from the contract's frames: one that breaks is begun again from its first byte, under the same
 * request id, until it is answered.
 */
final class CutUpload {
    private static final int FRAME = 256 << 10;
    private static final int TRIES = 100;
    private static final Duration PAUSE = Duration.ofMillis(700);

    /** Without room for a frame, or an answer, for so long, the connection is taken for dead. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private static final Set<Status.Code> AGAIN =
            Set.of(Status.Code.UNAVAILABLE, Status.Code.CANCELLED, Status.Code.INTERNAL, Status.Code.UNKNOWN);

    private final String server;
    private final String token;
    private final UploadHeader header;
    private final Path source;
    private int attempts;

    CutUpload(String server, String token, String graph, String requestId, Path source) {
        this.server = server;
        this.token = token;
        this.header = UploadHeader.newBuilder()
                .setGraphId(graph)
                .setRequestId(requestId)
                .build();
        this.source = source;
    }

    public static void main(String[] arguments) throws Exception {
        var upload = new CutUpload(
                System.getenv("GRAPHKEEP_SERVER"),
                System.getenv("GRAPHKEEP_TOKEN"),
                arguments[0],
                arguments[1],
                Path.of(arguments[2]));
        System.out.println(upload.upload().getSnapshotId());
    }

    int attempts() {
        return attempts;
    }

    Snapshot upload() throws IOException, InterruptedException {
        while (true) {
            var channel = Grpc.newChannelBuilder(server, InsecureChannelCredentials.create())
                    .build();
            try {
                attempts++;
                return once(channel);
            } catch (StatusRuntimeException broken) {
                if (attempts >= TRIES || !isPassing(broken)) {
                    throw broken;
                }
                Slowness.pause(PAUSE);
            } finally {
                channel.shutdownNow();
            }
        }
    }

    /** The one before may still be taken for running: its server learns of the break as late as its client. */
    private static boolean isPassing(StatusRuntimeException broken) {
        return AGAIN.contains(broken.getStatus().getCode())
                || GraphkeepException.of(broken).is("CAPTURE_RUNNING");
    }

    private Snapshot once(ManagedChannel channel) throws IOException, InterruptedException {
        var headers = new Metadata();
        headers.put(Stubs.AUTHORIZATION, "Bearer " + token);
        var answer = new Answer();
        BackupServiceGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .uploadSnapshot(answer);
        answer.send(UploadSnapshotRequest.newBuilder().setHeader(header));
        try (var paths = Files.walk(source)) {
            for (var path : (Iterable<Path>) paths.sorted()::iterator) {
                if (!path.equals(source)) {
                    file(answer, path);
                }
            }
        }
        answer.send(UploadSnapshotRequest.newBuilder().setEnd(UploadEnd.getDefaultInstance()));
        return answer.await();
    }

    private void file(Answer answer, Path path) throws IOException, InterruptedException {
        var about = Files.readAttributes(path, "unix:mode,uid,gid,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        var modified = ((FileTime) get(about, "lastModifiedTime")).toInstant();
        var isFile = Files.isRegularFile(path);
        answer.send(UploadSnapshotRequest.newBuilder()
                .setFile(FileHeader.newBuilder()
                        .setPath(source.relativize(path).toString())
                        .setKind(isFile ? FileKind.FILE_KIND_REGULAR : FileKind.FILE_KIND_DIRECTORY)
                        .setMode((int) get(about, "mode") & 07777)
                        .setUserId((int) get(about, "uid"))
                        .setGroupId((int) get(about, "gid"))
                        .setModifyTime(Timestamp.newBuilder()
                                .setSeconds(modified.getEpochSecond())
                                .setNanos(modified.getNano()))));
        if (!isFile) {
            return;
        }
        try (var in = Files.newInputStream(path)) {
            for (var bytes = in.readNBytes(FRAME); bytes.length > 0; bytes = in.readNBytes(FRAME)) {
                answer.send(UploadSnapshotRequest.newBuilder().setData(ByteString.copyFrom(bytes)));
            }
        }
        answer.send(UploadSnapshotRequest.newBuilder().setFileEnd(FileTrailer.getDefaultInstance()));
    }

    private static Object get(Map<String, Object> about, String name) {
        return Objects.requireNonNull(about.get(name), name);
    }

    /** The stream's other side; sends when there is room. */
    private static final class Answer implements ClientResponseObserver<UploadSnapshotRequest, UploadSnapshotResponse> {
        private final CompletableFuture<Snapshot> answered = new CompletableFuture<>();
        private final Semaphore changed = new Semaphore(0);
        private @Nullable ClientCallStreamObserver<UploadSnapshotRequest> stream;

        @Override
        public void beforeStart(ClientCallStreamObserver<UploadSnapshotRequest> call) {
            stream = call;
            call.setOnReadyHandler(changed::release);
        }

        void send(UploadSnapshotRequest.Builder frame) throws InterruptedException {
            while (!stream().isReady() && !answered.isDone()) {
                changed.drainPermits();
                if (!stream().isReady()
                        && !answered.isDone()
                        && !changed.tryAcquire(SILENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw silent();
                }
            }
            if (answered.isDone()) {
                // It was refused, or answered before.
                return;
            }
            stream().onNext(frame.build());
        }

        Snapshot await() throws InterruptedException {
            if (!answered.isDone()) {
                stream().onCompleted();
            }
            try {
                return answered.get(3 * SILENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException failed) {
                throw (StatusRuntimeException) failed.getCause();
            } catch (TimeoutException nothing) {
                throw silent();
            }
        }

        @Override
        public void onNext(UploadSnapshotResponse response) {
            answered.complete(response.getSnapshot());
            changed.release();
        }

        @Override
        public void onError(Throwable failure) {
            answered.completeExceptionally(failure);
            changed.release();
        }

        @Override
        public void onCompleted() {
            onError(Status.UNAVAILABLE.asRuntimeException());
        }

        private ClientCallStreamObserver<UploadSnapshotRequest> stream() {
            return Objects.requireNonNull(stream, "A call begins with its observer");
        }

        private StatusRuntimeException silent() {
            stream().cancel("Nothing goes any more", null);
            return Status.UNAVAILABLE.asRuntimeException();
        }
    }
}
