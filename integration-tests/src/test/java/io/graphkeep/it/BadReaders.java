package io.graphkeep.it;

import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.DownloadFormat;
import io.graphkeep.v1.DownloadSnapshotRequest;
import io.graphkeep.v1.DownloadSnapshotResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Those who download what they may not, what makes no sense, or what they then do not read. */
final class BadReaders {
    private static final String INVALID = "INVALID_ARGUMENT INVALID_ARGUMENT";
    private static final int STANDSTILL_MILLIS = 5_500;
    private static final String NO_SNAPSHOT = "NOT_FOUND SNAPSHOT_NOT_FOUND";

    private final List<BadPeer> peers = new ArrayList<>();

    private BadReaders() {}

    static List<BadPeer> all() {
        var all = new BadReaders();
        all.nonsense();
        all.tooSlow();
        return all.peers;
    }

    private void nonsense() {
        bad("download: no snapshot's id", INVALID, request -> request.setSnapshotId("no id"));
        bad(
                "download: a snapshot of nobody's",
                NO_SNAPSHOT,
                request -> request.setSnapshotId("01890000-0000-7000-8000-000000000000"));
        peers.add(BadPeer.quick("download: a snapshot out of scope", NO_SNAPSHOT, (site, graph) -> {
            var request = DownloadSnapshotRequest.newBuilder().setSnapshotId(site.hiddenSnapshot());
            return download(site.channel(), request, Integer.MAX_VALUE).outcome();
        }));
        bad("download: a path that leads out", INVALID, request -> request.addPaths("../file"));
        bad("download: an absolute path", INVALID, request -> request.addPaths("/etc/passwd"));
        bad("download: a path of a kilobyte in one name", INVALID, request -> request.addPaths("x".repeat(1_000)));
        bad(
                "download: a path that is not there",
                "NOT_FOUND FILE_NOT_IN_SNAPSHOT",
                request -> request.addPaths("gone"));
        bad(
                "download: an offset before the file",
                INVALID,
                request -> request.setResumePath("file").setResumeOffset(-1));
        bad(
                "download: an offset behind the file",
                "OUT_OF_RANGE OFFSET_OUT_OF_RANGE",
                request -> request.setResumePath("file").setResumeOffset(Long.MAX_VALUE));
        bad(
                "download: an archive that is resumed",
                INVALID,
                request -> request.setResumePath("file").setFormat(DownloadFormat.DOWNLOAD_FORMAT_TAR));
        bad("download: a format that nobody knows", INVALID, request -> request.setFormatValue(9));
    }

    private void tooSlow() {
        peers.add(BadPeer.patient(
                "download: a reader that stops",
                "RESOURCE_EXHAUSTED SLOW_CONSUMER",
                (site, graph) -> alone(site, 1, 0)));
        peers.add(BadPeer.patient(
                "download: an archive, and a reader that stops",
                "RESOURCE_EXHAUSTED SLOW_CONSUMER",
                (site, graph) -> alone(site, 1, DownloadFormat.DOWNLOAD_FORMAT_TAR_VALUE)));
        peers.add(BadPeer.patient(
                "download: two messages a second", "DEADLINE_EXCEEDED DEADLINE_EXCEEDED", BadReaders::slowly));
        peers.add(BadPeer.quick("download: reset in the middle", "CANCELLED", (site, graph) -> {
            var stream = download(site.channel(), large(site), 2);
            stream.answer();
            stream.cancel();
            return stream.outcome();
        }));
    }

    /** On a connection of its own, which is what it fills. */
    private static String alone(BadPeersSite site, int messages, int format) throws InterruptedException {
        var connection = site.connect();
        try {
            var request = large(site).setFormatValue(format);
            var stream = download(BadPeersSite.as(connection, site.token), request, messages);
            stream.answer();
            Slowness.pause(Duration.ofMillis(STANDSTILL_MILLIS));
            stream.read(Integer.MAX_VALUE);
            return stream.outcome();
        } finally {
            connection.shutdownNow();
        }
    }

    private static String slowly(BadPeersSite site, String graph) throws InterruptedException {
        var connection = site.connect();
        try {
            var stream = download(BadPeersSite.as(connection, site.token), large(site), 1);
            for (var half = 0; half < 18; half++) {
                Slowness.pause(Duration.ofMillis(500));
                stream.read(1);
            }
            stream.read(Integer.MAX_VALUE);
            return stream.outcome();
        } finally {
            connection.shutdownNow();
        }
    }

    private static DownloadSnapshotRequest.Builder large(BadPeersSite site) {
        return DownloadSnapshotRequest.newBuilder().setSnapshotId(site.largeSnapshot());
    }

    private static PeerStream<DownloadSnapshotRequest, DownloadSnapshotResponse> download(
            Channel channel, DownloadSnapshotRequest.Builder request, int messages) {
        var stream =
                PeerStream.open(channel, BackupServiceGrpc.getDownloadSnapshotMethod(), CallOptions.DEFAULT, messages);
        stream.send(request.build());
        stream.end();
        return stream;
    }

    private void bad(String name, String expected, Consumer<DownloadSnapshotRequest.Builder> change) {
        peers.add(BadPeer.quick(name, expected, (site, graph) -> {
            var request = large(site);
            change.accept(request);
            return download(site.channel(), request, Integer.MAX_VALUE).outcome();
        }));
    }
}
