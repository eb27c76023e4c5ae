package io.graphkeep.transfer.pull;

import io.graphkeep.transfer.ContentId;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.v1.FileHeader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A regular file that is coming: written where it is not zero, so that holes stay holes, and compared with its digest.
 *
 * <p>What came of it before a stream broke stays; the digest of the next stream covers what that one sends.
 */
final class IncomingFile implements Closeable {
    private static final byte[] ZEROS = new byte[4096];

    private final TreePath path;
    private final FileHeader header;
    private final @Nullable FileChannel channel;
    private final MessageDigest digest = ContentId.newDigest();
    private long position;

    private IncomingFile(TreePath path, FileHeader header, @Nullable FileChannel channel) {
        this.path = path;
        this.header = header;
        this.channel = channel;
        this.position = header.getOffset();
    }

    /** One that begins anew. */
    static IncomingFile create(TreePath path, FileHeader header, Path place) throws IOException {
        var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new IncomingFile(path, header, FileChannel.open(place, options, mine));
    }

    /** One that goes on. Of one that was here to its end nothing is written any more. */
    static IncomingFile resume(TreePath path, FileHeader header, Path place) throws IOException {
        if (header.getOffset() == header.getSizeBytes()) {
            return new IncomingFile(path, header, null);
        }
        return new IncomingFile(
                path,
                header,
                FileChannel.open(place, StandardOpenOption.WRITE, java.nio.file.LinkOption.NOFOLLOW_LINKS));
    }

    TreePath path() {
        return path;
    }

    FileHeader header() {
        return header;
    }

    /** How many bytes of the file are here. */
    long position() {
        return position;
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        var file = channel;
        if (file == null || length > header.getSizeBytes() - position) {
            throw PullException.violation("more bytes of " + path + " than it has");
        }
        digest.update(bytes, offset, length);
        var end = offset + length;
        var at = offset;
        var from = offset;
        while (at < end) {
            var step = Math.min(ZEROS.length, end - at);
            if (bytes[at] == 0 && Arrays.equals(bytes, at, at + step, ZEROS, 0, step)) {
                put(file, bytes, from, at, offset);
                from = at + step;
            }
            at += step;
        }
        put(file, bytes, from, end, offset);
        position += length;
    }

    /** All of it has come. */
    void finish(byte[] sha256) throws IOException {
        if (position != header.getSizeBytes()) {
            throw PullException.violation(
                    path + " ends after " + position + " bytes, and has " + header.getSizeBytes());
        }
        if (!Arrays.equals(digest.digest(), sha256)) {
            throw new PullException(
                    PullException.Kind.DIGEST_MISMATCH,
                    "What came of " + path + " does not have the digest that the server sent with it.");
        }
        var file = channel;
        if (file != null && file.size() < position) {
            file.write(ByteBuffer.wrap(ZEROS, 0, 1), position - 1);
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    private void put(FileChannel file, byte[] bytes, int from, int to, int offset) throws IOException {
        var buffer = ByteBuffer.wrap(bytes, from, to - from);
        var place = position + from - offset;
        while (buffer.hasRemaining()) {
            place += file.write(buffer, place);
        }
    }
}
