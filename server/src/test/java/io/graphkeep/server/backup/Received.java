package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.backup.download.Frames;
import io.graphkeep.server.security.Principal;
import io.graphkeep.v1.DownloadEnd;
import io.graphkeep.v1.DownloadSnapshotRequest;
import io.graphkeep.v1.DownloadSnapshotResponse;
import io.graphkeep.v1.FileHeader;
import io.graphkeep.v1.Snapshot;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one download has sent, read as a careful client reads it: frames in order and in bounds, digests that are right. */
class Received implements Frames {
    final List<FileHeader> headers = new ArrayList<>();
    final Map<String, byte[]> contents = new LinkedHashMap<>();
    final ByteArrayOutputStream archive = new ByteArrayOutputStream();

    @Nullable
    DownloadEnd end;

    private @Nullable FileHeader open;
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int trailers;

    /** All that a request brings. */
    static Received of(BackupSite site, DownloadSnapshotRequest.Builder request) {
        return new Received().run(site, request);
    }

    final Received run(BackupSite site, DownloadSnapshotRequest.Builder request) {
        var asked = request.build();
        try {
            Snapshot snapshot = site.parts.downloads().look(Principal.server(), asked);
            site.parts.downloads().send(snapshot, asked, this);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return this;
    }

    /** The last frame, which has come. */
    DownloadEnd ending() {
        return Objects.requireNonNull(end);
    }

    /** The bytes of a file, which has come. */
    byte[] content(String path) {
        return Objects.requireNonNull(contents.get(path));
    }

    List<String> paths() {
        return headers.stream().map(FileHeader::getPath).toList();
    }

    @Override
    public void send(DownloadSnapshotResponse frame) throws InterruptedException {
        assertThat(end).as("nothing comes after the end").isNull();
        switch (frame.getFrameCase()) {
            case FILE -> begin(frame.getFile());
            case DATA -> {
                var data = frame.getData().toByteArray();
                assertThat(data).hasSizeBetween(1, 256 << 10);
                (open == null ? archive : bytes).writeBytes(data);
            }
            case FILE_END -> end(frame.getFileEnd().getSha256().toByteArray());
            case END -> end = frame.getEnd();
            case HEADER, FRAME_NOT_SET -> throw new AssertionError("Not here: " + frame);
        }
    }

    @Override
    public void checkReader() {}

    private void begin(FileHeader header) {
        assertThat(open).as("the file before has ended").isNull();
        headers.add(header);
        var isFile = header.getKind() == io.graphkeep.v1.FileKind.FILE_KIND_REGULAR
                && header.getHardLinkTarget().isEmpty();
        assertThat(header.hasSizeBytes()).isTrue();
        if (isFile) {
            open = header;
            bytes = new ByteArrayOutputStream();
        }
    }

    private void end(byte[] sha256) {
        var file = open;
        var sent = file == null ? archive.toByteArray() : bytes.toByteArray();
        assertThat(sha256).isEqualTo(digest(sent));
        trailers++;
        if (file != null) {
            assertThat(sent.length).isEqualTo((int) (file.getSizeBytes() - file.getOffset()));
            contents.put(file.getPath(), sent);
            open = null;
        } else {
            assertThat(trailers).isEqualTo(1);
        }
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
