package io.graphkeep.bench.transfer;

import io.graphkeep.bench.process.BenchmarkFailed;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.DownloadSnapshotRequest;
import io.graphkeep.v1.DownloadSnapshotResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Receives from a {@link RawServer} in a process of its own, and drops what comes. */
final class RawStream implements AutoCloseable {
    private final Process process;
    private final ManagedChannel channel;

    RawStream() {
        try {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            RawServer.class.getName())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            channel = NettyChannelBuilder.forAddress("127.0.0.1", port())
                    .usePlaintext()
                    .maxInboundMessageSize(4 << 20)
                    .build();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private int port() throws IOException {
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(RawServer.LISTENS)) {
                return Integer.parseInt(line.substring(RawServer.LISTENS.length()));
            }
        }
        throw new BenchmarkFailed("The raw server did not start.", null);
    }

    /** Bytes a second. */
    double speed(long bytes) {
        var begun = System.nanoTime();
        var sink = new Sink();
        BackupServiceGrpc.newStub(channel)
                .downloadSnapshot(
                        DownloadSnapshotRequest.newBuilder()
                                .setResumeOffset(bytes)
                                .build(),
                        sink);
        return sink.ended.join() / ((System.nanoTime() - begun) / 1e9);
    }

    private static final class Sink implements StreamObserver<DownloadSnapshotResponse> {
        private final CompletableFuture<Long> ended = new CompletableFuture<>();
        private long bytes;

        @Override
        public void onNext(DownloadSnapshotResponse frame) {
            bytes += frame.getData().size();
        }

        @Override
        public void onError(Throwable failure) {
            ended.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            ended.complete(bytes);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        process.destroy();
    }
}
