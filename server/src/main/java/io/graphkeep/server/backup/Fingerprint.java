package io.graphkeep.server.backup;

import com.google.protobuf.ByteString;
import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.transfer.TreePath;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * What a walk saw, in 32 bytes: paths, sizes and times. Two walks with equal ones saw a source in which nothing moved
 * between them.
 */
final class Fingerprint implements SourceVisitor {
    private final MessageDigest digest = ContentId.newDigest();
    private final ByteBuffer numbers = ByteBuffer.allocate(64);

    @Override
    public void directory(TreePath path, FileStat stat, Directory directory) {
        add(path, stat);
    }

    @Override
    public void file(TreePath path, FileStat stat, Directory parent, Name name) {
        add(path, stat);
    }

    @Override
    public void symlink(TreePath path, FileStat stat, byte[] target) {
        add(path, stat);
    }

    @Override
    public void problem(TreePath path, @Nullable FileStat stat, SourceProblem problem, String detail) {
        add(path, stat);
    }

    /** The fingerprint; once. */
    ByteString value() {
        return ByteString.copyFrom(digest.digest());
    }

    private void add(TreePath path, @Nullable FileStat stat) {
        digest.update(path.toBytes());
        digest.update((stat == null ? "none" : stat.kind().name()).getBytes(StandardCharsets.US_ASCII));
        numbers.clear();
        if (stat != null) {
            numbers.putLong(stat.inode())
                    .putLong(stat.size())
                    .putLong(stat.modified().seconds())
                    .putInt(stat.modified().nanos())
                    .putLong(stat.changed().seconds())
                    .putInt(stat.changed().nanos());
        }
        numbers.put((byte) 0);
        digest.update(numbers.array(), 0, numbers.position());
    }
}
