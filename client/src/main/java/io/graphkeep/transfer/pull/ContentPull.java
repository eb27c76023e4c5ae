package io.graphkeep.transfer.pull;

import io.graphkeep.transfer.BrokenStreamException;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.transfer.Resumptions;
import io.graphkeep.v1.DownloadFormat;
import io.graphkeep.v1.DownloadSnapshotRequest;
import io.graphkeep.v1.FileHeader;
import io.graphkeep.v1.FileKind;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sends the bytes of one file, or of an archive of all, to a stream of the caller's.
 *
 * <p>One file is taken up again where a stream broke; an archive is not, unless nothing of it has come. What was written when it
 * fails is the beginning of what was asked for: the caller learns by the exception that it is not all.
 */
public final class ContentPull {
    private final PullSource source;
    private final OutputStream out;
    private final Resumptions retries;
    private final MessageDigest digest = ContentId.newDigest();
    private String snapshot;
    private long position;

    private ContentPull(PullSource source, String snapshot, OutputStream out, Duration patience) {
        this.source = source;
        this.snapshot = snapshot;
        this.out = out;
        this.retries = new Resumptions(patience);
    }

    /**
     * One regular file; returns how many bytes it has. FILE_NOT_IN_SNAPSHOT of the server's where there is none.
     *
     * @param asked the snapshot
     * @param path escaped as files are listed
     */
    public static long file(
            PullSource source, DownloadSnapshotRequest asked, String path, OutputStream out, Duration patience)
            throws IOException {
        var request = asked.toBuilder().clearPaths().addPaths(path).build();
        var pull = new ContentPull(source, asked.getSnapshotId(), out, patience);
        pull.run(request, path);
        return pull.position;
    }

    /** An archive of all that the request names; returns how many bytes it has. */
    public static long archive(PullSource source, DownloadSnapshotRequest asked, OutputStream out, Duration patience)
            throws IOException {
        var request =
                asked.toBuilder().setFormat(DownloadFormat.DOWNLOAD_FORMAT_TAR).build();
        var pull = new ContentPull(source, asked.getSnapshotId(), out, patience);
        pull.run(request, "");
        return pull.position;
    }

    private void run(DownloadSnapshotRequest request, String path) throws IOException {
        while (true) {
            var next = request.toBuilder().setSnapshotId(snapshot);
            if (position > 0) {
                next.setResumePath(path).setResumeOffset(position);
            }
            try (var frames = source.open(next.build())) {
                stream(frames, path);
                return;
            } catch (BrokenStreamException broken) {
                if (path.isEmpty() && position > 0) {
                    throw broken.failure();
                }
                retries.await(broken);
            }
        }
    }

    private void stream(PullSource.Frames frames, String path) throws IOException {
        digest.reset();
        var isDone = false;
        for (var frame = frames.next(); frame != null; frame = frames.next()) {
            switch (frame.getFrameCase()) {
                case HEADER -> snapshot = frame.getHeader().getSnapshot().getSnapshotId();
                case FILE -> require(frame.getFile(), path);
                case DATA -> {
                    var bytes = frame.getData().toByteArray();
                    digest.update(bytes);
                    out.write(bytes);
                    position += bytes.length;
                    retries.progressed();
                }
                case FILE_END -> {
                    requireDigest(frame.getFileEnd().getSha256().toByteArray());
                    isDone = true;
                }
                case END -> {
                    if (isDone) {
                        return;
                    }
                    throw PullException.violation("nothing of what was asked for");
                }
                case FRAME_NOT_SET -> throw PullException.violation("a frame of nothing that is known");
            }
        }
        throw PullException.violation("an end of the stream without an end frame");
    }

    private void require(FileHeader header, String path) throws PullException {
        var isBelow = header.getPath().startsWith(path + "/");
        if (isBelow || (header.getPath().equals(path) && header.getKind() != FileKind.FILE_KIND_REGULAR)) {
            throw new PullException(PullException.Kind.NOT_A_FILE, path + " is no regular file" + what(header) + ".");
        }
        if (!header.getPath().equals(path) || header.getOffset() != position) {
            throw PullException.violation("another file than was asked for");
        }
    }

    private static String what(FileHeader header) {
        return header.getKind() == FileKind.FILE_KIND_SYMLINK ? ": it is a link to " + header.getLinkTarget() : "";
    }

    private void requireDigest(byte @Nullable [] sha256) throws PullException {
        if (!Arrays.equals(digest.digest(), sha256)) {
            throw new PullException(
                    PullException.Kind.DIGEST_MISMATCH,
                    "What came does not have the digest that the server sent with it.");
        }
    }
}
