package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.graphkeep.server.backup.receive.Frames;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Principal;
import io.graphkeep.v1.FileHeader;
import io.graphkeep.v1.FileKind;
import io.graphkeep.v1.FileTrailer;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.UploadEnd;
import io.graphkeep.v1.UploadHeader;
import io.graphkeep.v1.UploadSnapshotRequest;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The frames of one upload, as a client would send them. */
final class UploadedFrames implements Frames<UploadSnapshotRequest> {
    private static final int FRAME = 100_000;

    private final BackupSite site;
    private final List<UploadSnapshotRequest> frames = new ArrayList<>();
    private UploadHeader header = UploadHeader.getDefaultInstance();
    private Runnable each = () -> {};
    private @Nullable Iterator<UploadSnapshotRequest> sent;
    private long entries;

    UploadedFrames(BackupSite site) {
        this.site = site;
    }

    UploadedFrames header(String graph) {
        return header(UploadHeader.newBuilder().setGraphId(graph));
    }

    UploadedFrames header(UploadHeader.Builder first) {
        header = first.build();
        return this;
    }

    /** A file with its size, its bytes and their digest. */
    UploadedFrames file(String path, byte[] bytes) {
        return file(FileHeader.newBuilder().setPath(path).setSizeBytes(bytes.length), bytes);
    }

    UploadedFrames file(FileHeader.Builder file, byte[] bytes) {
        return begin(file).data(bytes).trailer(digest(bytes));
    }

    UploadedFrames begin(FileHeader.Builder file) {
        entries++;
        return frame(UploadSnapshotRequest.newBuilder().setFile(file));
    }

    UploadedFrames data(byte[] bytes) {
        for (var from = 0; from < bytes.length; from += FRAME) {
            var length = Math.min(FRAME, bytes.length - from);
            frame(UploadSnapshotRequest.newBuilder().setData(ByteString.copyFrom(bytes, from, length)));
        }
        return this;
    }

    UploadedFrames trailer(byte[] sha256) {
        return frame(UploadSnapshotRequest.newBuilder()
                .setFileEnd(FileTrailer.newBuilder().setSha256(ByteString.copyFrom(sha256))));
    }

    /** What a download has brought, in an order of one's own. */
    UploadedFrames all(Received received, List<FileHeader> order) {
        for (var next : order) {
            var file = next.toBuilder();
            if (next.getKind() == FileKind.FILE_KIND_REGULAR
                    && next.getHardLinkTarget().isEmpty()) {
                file(file, received.content(next.getPath()));
            } else {
                begin(file);
            }
        }
        return this;
    }

    UploadedFrames frame(UploadSnapshotRequest.Builder frame) {
        frames.add(frame.build());
        return this;
    }

    UploadedFrames end() {
        return frame(
                UploadSnapshotRequest.newBuilder().setEnd(UploadEnd.newBuilder().setEntries(entries)));
    }

    /** Does that before each frame. */
    UploadedFrames atEachFrame(Runnable action) {
        each = action;
        return this;
    }

    Snapshot send() {
        sent = frames.iterator();
        try {
            return site.receiving.uploads().upload(Principal.server(), header, this, (transaction, made) -> {});
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void refused(Reason reason) {
        assertThatThrownBy(this::send)
                .isInstanceOfSatisfying(
                        GraphkeepException.class,
                        e -> org.assertj.core.api.Assertions.assertThat(e.reason())
                                .as(e.sentence())
                                .isEqualTo(reason));
    }

    @Override
    public @Nullable UploadSnapshotRequest next() {
        each.run();
        var rest = sent;
        return rest != null && rest.hasNext() ? rest.next() : null;
    }

    static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
