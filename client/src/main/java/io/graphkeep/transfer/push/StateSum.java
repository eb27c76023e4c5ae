package io.graphkeep.transfer.push;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** Adds up what a directory's entries look like: a sum, so that the order in which a file system lists them does not matter. */
final class StateSum {
    private static final int FIELDS = 6;

    private final MessageDigest digest;
    private long entries;
    private long high;
    private long low;

    StateSum() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** An entry by its path below the directory; without a stat it is something that cannot be looked at. */
    void add(byte[] path, @Nullable SourceStat stat) {
        digest.update(path);
        if (stat != null) {
            digest.update(ByteBuffer.allocate(FIELDS * Long.BYTES)
                    .putLong(stat.id().device())
                    .putLong(stat.id().number())
                    .putLong(stat.permissions())
                    .putLong(stat.isDirectory() ? -1 : stat.size())
                    .putLong(stat.modifiedNanos())
                    .putLong(stat.changedNanos())
                    .flip());
        }
        var each = ByteBuffer.wrap(digest.digest());
        entries++;
        high += each.getLong();
        low += each.getLong();
    }

    DirectoryState state() {
        return new DirectoryState(entries, high, low);
    }
}
