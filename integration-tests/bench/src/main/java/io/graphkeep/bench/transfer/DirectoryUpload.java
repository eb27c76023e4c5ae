package io.graphkeep.bench.transfer;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.graphkeep.bench.process.BenchmarkFailed;
import io.graphkeep.bench.process.GraphkeepServer;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.FileHeader;
import io.graphkeep.v1.FileKind;
import io.graphkeep.v1.FileTrailer;
import io.graphkeep.v1.UploadEnd;
import io.graphkeep.v1.UploadHeader;
import io.graphkeep.v1.UploadSnapshotRequest;
import io.graphkeep.v1.UploadSnapshotResponse;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Uploads a directory as a client in any language would: file by file, in frames of 256 KiB. */
final class DirectoryUpload {
    private static final int FRAME = 256 << 10;

    private final GraphkeepServer server;

    DirectoryUpload(GraphkeepServer server) {
        this.server = server;
    }

    void send(Path directory, String graph) {
        ManagedChannel channel =
                NettyChannelBuilder.forTarget(server.grpc()).usePlaintext().build();
        try {
            var metadata = new Metadata();
            metadata.put(
                    Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                    "Bearer " + Files.readString(server.token()).strip());
            var stub = BackupServiceGrpc.newBlockingV2Stub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
            send(directory, graph, stub.uploadSnapshot());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (StatusException | NoSuchAlgorithmException failure) {
            throw new BenchmarkFailed("An upload failed: " + failure, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchmarkFailed("Interrupted.", interrupted);
        } finally {
            channel.shutdownNow();
        }
    }

    private static void send(
            Path directory, String graph, BlockingClientCall<UploadSnapshotRequest, UploadSnapshotResponse> call)
            throws IOException, StatusException, InterruptedException, NoSuchAlgorithmException {
        call.write(UploadSnapshotRequest.newBuilder()
                .setHeader(UploadHeader.newBuilder().setGraphId(graph))
                .build());
        try (var all = Files.walk(directory)) {
            for (var path : (Iterable<Path>) all.sorted().filter(each -> !each.equals(directory))::iterator) {
                var name = directory.relativize(path).toString();
                if (Files.isDirectory(path)) {
                    call.write(file(FileHeader.newBuilder().setPath(name).setKind(FileKind.FILE_KIND_DIRECTORY)));
                } else {
                    content(path, name, call);
                }
            }
        }
        call.write(UploadSnapshotRequest.newBuilder()
                .setEnd(UploadEnd.getDefaultInstance())
                .build());
        call.halfClose();
        if (call.read() == null) {
            throw new BenchmarkFailed("An upload ended without an answer.", null);
        }
    }

    private static void content(
            Path path, String name, BlockingClientCall<UploadSnapshotRequest, UploadSnapshotResponse> call)
            throws IOException, StatusException, InterruptedException, NoSuchAlgorithmException {
        call.write(file(FileHeader.newBuilder()
                .setPath(name)
                .setKind(FileKind.FILE_KIND_REGULAR)
                .setSizeBytes(Files.size(path))));
        var digest = MessageDigest.getInstance("SHA-256");
        try (var in = Files.newInputStream(path)) {
            for (var frame = in.readNBytes(FRAME); frame.length > 0; frame = in.readNBytes(FRAME)) {
                digest.update(frame);
                call.write(UploadSnapshotRequest.newBuilder()
                        .setData(UnsafeByteOperations.unsafeWrap(frame))
                        .build());
            }
        }
        call.write(UploadSnapshotRequest.newBuilder()
                .setFileEnd(FileTrailer.newBuilder().setSha256(ByteString.copyFrom(digest.digest())))
                .build());
    }

    private static UploadSnapshotRequest file(FileHeader.Builder header) {
        return UploadSnapshotRequest.newBuilder().setFile(header).build();
    }
}
