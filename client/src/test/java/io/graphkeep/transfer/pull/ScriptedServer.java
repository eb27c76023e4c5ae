package io.graphkeep.transfer.pull;

import com.google.protobuf.ByteString;
import io.graphkeep.transfer.BrokenStreamException;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.v1.DownloadEnd;
import io.graphkeep.v1.DownloadHeader;
import io.graphkeep.v1.DownloadSnapshotRequest;
import io.graphkeep.v1.DownloadSnapshotResponse;
import io.graphkeep.v1.FileHeader;
import io.graphkeep.v1.FileKind;
import io.graphkeep.v1.FileTrailer;
import io.graphkeep.v1.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends what a test tells it to, stream after stream, right or wrong, and keeps the requests. */
final class ScriptedServer implements PullSource {
    private static final String SNAPSHOT = "0198aaaa-0000-7000-8000-000000000001";

    final List<DownloadSnapshotRequest> requests = new ArrayList<>();
    private final List<List<DownloadSnapshotResponse>> streams = new ArrayList<>();
    private List<DownloadSnapshotResponse> stream = new ArrayList<>();
    private long entries;
    private int opened;

    ScriptedServer() {
        begin();
    }

    /** What was sent so far breaks off there, and the next stream begins. */
    ScriptedServer breaks() {
        stream.add(DownloadSnapshotResponse.getDefaultInstance());
        streams.add(stream);
        stream = new ArrayList<>();
        entries = 0;
        begin();
        return this;
    }

    /** Everything was sent. */
    ScriptedServer ends() {
        return sends(DownloadSnapshotResponse.newBuilder()
                .setEnd(DownloadEnd.newBuilder().setEntries(entries)));
    }

    ScriptedServer sends(DownloadSnapshotResponse.Builder frame) {
        stream.add(frame.build());
        return this;
    }

    ScriptedServer header(FileHeader.Builder header) {
        entries++;
        return sends(DownloadSnapshotResponse.newBuilder().setFile(header));
    }

    ScriptedServer data(byte[] bytes) {
        return sends(DownloadSnapshotResponse.newBuilder().setData(ByteString.copyFrom(bytes)));
    }

    ScriptedServer trailer(byte[] sent) {
        return sends(DownloadSnapshotResponse.newBuilder()
                .setFileEnd(FileTrailer.newBuilder()
                        .setSha256(ByteString.copyFrom(ContentId.newDigest().digest(sent)))));
    }

    /** A whole file. */
    ScriptedServer file(String path, byte[] bytes) {
        return header(regular(path, bytes.length)).data(bytes).trailer(bytes);
    }

    ScriptedServer directory(String path) {
        return header(entry(path, FileKind.FILE_KIND_DIRECTORY).setMode(0755));
    }

    ScriptedServer symlink(String path, String target) {
        return header(entry(path, FileKind.FILE_KIND_SYMLINK).setLinkTarget(target));
    }

    ScriptedServer hardLink(String path, String target) {
        return header(entry(path, FileKind.FILE_KIND_REGULAR).setHardLinkTarget(target));
    }

    static FileHeader.Builder regular(String path, long size) {
        return entry(path, FileKind.FILE_KIND_REGULAR).setSizeBytes(size).setMode(0644);
    }

    @Override
    public Frames open(DownloadSnapshotRequest request) {
        requests.add(request);
        if (opened == streams.size()) {
            streams.add(stream);
        }
        var frames = List.copyOf(streams.get(opened++)).iterator();
        return new Frames() {
            @Override
            public @Nullable DownloadSnapshotResponse next() {
                if (!frames.hasNext()) {
                    return null;
                }
                var frame = frames.next();
                if (frame.equals(DownloadSnapshotResponse.getDefaultInstance())) {
                    throw new BrokenStreamException(new IllegalStateException("broken"), null);
                }
                return frame;
            }

            @Override
            public void close() {}
        };
    }

    private void begin() {
        sends(DownloadSnapshotResponse.newBuilder()
                .setHeader(DownloadHeader.newBuilder()
                        .setSnapshot(Snapshot.newBuilder().setSnapshotId(SNAPSHOT))));
    }

    private static FileHeader.Builder entry(String path, FileKind kind) {
        var header = FileHeader.newBuilder()
                .setPath(path)
                .setKind(kind)
                .setUserId(0)
                .setGroupId(0)
                .setSizeBytes(0);
        header.getModifyTimeBuilder().setSeconds(1_600_000_000).setNanos(123_456_789);
        return header;
    }
}
