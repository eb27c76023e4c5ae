package io.graphkeep.it;

import static io.graphkeep.it.BadPeersSite.data;
import static io.graphkeep.it.BadPeersSite.end;
import static io.graphkeep.it.BadPeersSite.fileEnd;
import static io.graphkeep.it.BadPeersSite.header;

import com.google.protobuf.ByteString;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.FileHeader;
import io.graphkeep.v1.FileKind;
import io.graphkeep.v1.UploadSnapshotRequest;
import io.graphkeep.v1.UploadSnapshotResponse;
import io.grpc.CallOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Senders of files that break the rules of an upload. */
final class BadUploaders {
    private static final String OUT_OF_ORDER = "INVALID_ARGUMENT PROTOCOL_VIOLATION";
    private static final String INVALID = "INVALID_ARGUMENT MANIFEST_INVALID";
    private static final String MISMATCH = "DATA_LOSS DIGEST_MISMATCH";
    private static final String NO_GRAPH = "NOT_FOUND GRAPH_NOT_FOUND";
    private static final String TOO_LARGE = "RESOURCE_EXHAUSTED REQUEST_TOO_LARGE";
    private static final String TOO_SLOW = "DEADLINE_EXCEEDED DEADLINE_EXCEEDED";
    private static final ByteString BYTES = ByteString.copyFrom(PushTalk.CONTENT);

    private final List<BadPeer> peers = new ArrayList<>();

    private BadUploaders() {}

    static List<BadPeer> all() {
        var all = new BadUploaders();
        all.outOfOrder();
        all.badFiles();
        all.badGraphs();
        all.tooMuch();
        all.tooSlow();
        return all.peers;
    }

    private void outOfOrder() {
        add("upload: no frame at all", OUT_OF_ORDER, (stream, graph) -> {});
        add("upload: bytes before the header", OUT_OF_ORDER, (stream, graph) -> stream.send(data(BYTES)));
        add("upload: two headers", OUT_OF_ORDER, (stream, graph) -> {
            stream.send(header(graph));
            stream.send(header(graph));
        });
        add("upload: bytes of no file", OUT_OF_ORDER, (stream, graph) -> {
            stream.send(header(graph));
            stream.send(data(BYTES));
        });
        add("upload: without its end", OUT_OF_ORDER, (stream, graph) -> {
            stream.send(header(graph));
            whole(stream, file("a"), BYTES);
        });
        add("upload: a frame of a megabyte", OUT_OF_ORDER, (stream, graph) -> {
            stream.send(header(graph));
            whole(stream, file("a"), ByteString.copyFrom(new byte[1 << 20]));
        });
        add("upload: more after the end", OUT_OF_ORDER, (stream, graph) -> {
            stream.send(header(graph));
            stream.send(end());
            whole(stream, file("a"), BYTES);
        });
    }

    private void badFiles() {
        for (var path : List.of("../a", "/etc/passwd", "a//b", "x".repeat(256), "y/".repeat(2048) + "z")) {
            bad(
                    "upload: the path " + path.substring(0, Math.min(12, path.length())),
                    INVALID,
                    stream -> whole(stream, file(path), BYTES));
        }
        bad("upload: a path twice", INVALID, stream -> {
            whole(stream, file("a"), BYTES);
            whole(stream, file("a"), BYTES);
        });
        bad("upload: below a link that leads out", INVALID, stream -> {
            stream.send(BadPeersSite.file(
                    file("a").setKind(FileKind.FILE_KIND_SYMLINK).setLinkTarget("/etc")));
            whole(stream, file("a/passwd"), BYTES);
        });
        bad(
                "upload: shorter than told",
                INVALID,
                stream -> whole(stream, file("a").setSizeBytes(99), BYTES));
        bad(
                "upload: longer than told",
                INVALID,
                stream -> whole(stream, file("a").setSizeBytes(3), BYTES));
        bad(
                "upload: a petabyte that does not come",
                INVALID,
                stream -> whole(stream, file("a").setSizeBytes(1L << 50), BYTES));
        bad("upload: another digest", MISMATCH, stream -> {
            stream.send(BadPeersSite.file(file("a")));
            stream.send(data(BYTES));
            stream.send(fileEnd(ByteString.copyFrom(new byte[32])));
        });
    }

    private void badGraphs() {
        add("upload: to no graph", NO_GRAPH, (stream, graph) -> stream.send(header("case-of-nobody")));
        add("upload: to a graph out of scope", NO_GRAPH, (stream, graph) -> stream.send(header(BadPeersSite.HIDDEN)));
        add(
                "upload: to a directory",
                "FAILED_PRECONDITION SOURCE_KIND_MISMATCH",
                (stream, graph) -> stream.send(header(BadPeersSite.DIRECTORY)));
        peers.add(BadPeer.quick(
                "upload: beside another of the graph", "FAILED_PRECONDITION CAPTURE_RUNNING", (site, graph) -> {
                    var first = site.upload();
                    first.send(header(graph));
                    first.send(BadPeersSite.file(file("a")));
                    site.awaitRunning(graph);
                    var second = site.upload();
                    second.send(header(graph));
                    var outcome = second.outcome();
                    first.cancel();
                    return outcome;
                }));
    }

    private void tooMuch() {
        bad("upload: more than the quota", "RESOURCE_EXHAUSTED QUOTA_EXCEEDED", stream -> {
            stream.send(BadPeersSite.file(file("a")));
            for (var sent = 0L; sent <= BadPeersSite.QUOTA; sent += 250_000) {
                stream.send(data(ByteString.copyFrom(new byte[250_000])));
            }
        });
        add("upload: a message of 5 MiB", TOO_LARGE, (stream, graph) -> {
            stream.send(header(graph));
            stream.send(data(ByteString.copyFrom(new byte[5 << 20])));
        });
        // Far beyond the limit it is the transport that refuses, without a reason.
        add("upload: a message of 20 MiB", TOO_LARGE + "|RESOURCE_EXHAUSTED", (stream, graph) -> {
            stream.send(header(graph));
            stream.send(data(ByteString.copyFrom(new byte[20 << 20])));
        });
        peers.add(BadPeer.quick("upload: a message that becomes 16 MiB", TOO_LARGE, (site, graph) -> {
            var stream = PeerStream.open(
                    site.channel(),
                    BackupServiceGrpc.getUploadSnapshotMethod(),
                    CallOptions.DEFAULT.withCompression("gzip"),
                    1);
            stream.send(header(graph));
            stream.send(data(ByteString.copyFrom(new byte[16 << 20])));
            return stream.outcome();
        }));
    }

    private void tooSlow() {
        peers.add(BadPeer.patient("upload: nothing after the header", TOO_SLOW, (site, graph) -> {
            var stream = site.upload();
            stream.send(header(graph));
            return stream.outcome();
        }));
        peers.add(BadPeer.patient("upload: one byte a second", TOO_SLOW, (site, graph) -> {
            var stream = site.upload();
            stream.send(header(graph));
            stream.send(BadPeersSite.file(file("a")));
            while (!stream.isOver()) {
                stream.send(data(ByteString.copyFrom(new byte[1])));
                Slowness.pause(Duration.ofSeconds(1));
            }
            return stream.outcome();
        }));
        peers.add(BadPeer.quick("upload: reset in the middle", "CANCELLED", (site, graph) -> {
            var stream = site.upload();
            stream.send(header(graph));
            stream.send(BadPeersSite.file(file("a")));
            stream.send(data(BYTES));
            stream.cancel();
            return stream.outcome();
        }));
    }

    private interface Frames {
        void send(PeerStream<UploadSnapshotRequest, UploadSnapshotResponse> stream, String graph);
    }

    /** Frames that are wrong from the first. */
    private void add(String name, String expected, Frames frames) {
        peers.add(BadPeer.quick(name, expected, (site, graph) -> {
            var stream = site.upload();
            frames.send(stream, graph);
            stream.end();
            return stream.outcome();
        }));
    }

    /** Files that are wrong, between a header and an end that are not. */
    private void bad(
            String name, String expected, Consumer<PeerStream<UploadSnapshotRequest, UploadSnapshotResponse>> files) {
        add(name, expected, (stream, graph) -> {
            stream.send(header(graph));
            files.accept(stream);
            stream.send(end());
        });
    }

    private static void whole(
            PeerStream<UploadSnapshotRequest, UploadSnapshotResponse> stream,
            FileHeader.Builder file,
            ByteString bytes) {
        stream.send(BadPeersSite.file(file));
        stream.send(data(bytes));
        stream.send(fileEnd(ByteString.EMPTY));
    }

    private static FileHeader.Builder file(String path) {
        return FileHeader.newBuilder().setPath(path);
    }
}
