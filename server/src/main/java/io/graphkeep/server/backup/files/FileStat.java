package io.graphkeep.server.backup.files;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/**
 * What the kernel knew of a file at one moment.
 *
 * @param mode the permission bits, setuid, setgid and sticky included
 * @param device the file system that it lies on
 * @param inode its number there
 * @param mount the mount through which it was looked at: another one than its parent's makes it a mount point
 * @param links how many names it has
 */
public record FileStat(
        Kind kind,
        int mode,
        int user,
        int group,
        long device,
        long inode,
        long mount,
        long links,
        long size,
        FileTime modified,
        FileTime changed) {

    /** What a directory's entry is. */
    public enum Kind {
        REGULAR,
        DIRECTORY,
        SYMLINK,
        SOCKET,
        FIFO,
        DEVICE
    }

    /** An instant as the kernel has it: seconds since 1970, which may be negative, and nanoseconds above them. */
    public record FileTime(long seconds, int nanos) implements Comparable<FileTime> {
        @Override
        public int compareTo(FileTime other) {
            var bySeconds = Long.compare(seconds, other.seconds);
            return bySeconds != 0 ? bySeconds : Integer.compare(nanos, other.nanos);
        }
    }

    static final long STATX_SIZE = 256;
    static final int STATX_MASK = 0x17ff;

    static FileStat of(MemorySegment statx) {
        var mode = statx.get(JAVA_SHORT, 28) & 0xFFFF;
        return new FileStat(
                kind(mode),
                mode & 07777,
                statx.get(JAVA_INT, 20),
                statx.get(JAVA_INT, 24),
                (long) statx.get(JAVA_INT, 136) << 32 | statx.get(JAVA_INT, 140),
                statx.get(JAVA_LONG, 32),
                statx.get(JAVA_LONG, 144),
                statx.get(JAVA_INT, 16),
                statx.get(JAVA_LONG, 40),
                time(statx, 112),
                time(statx, 96));
    }

    /** Whether the other is of the same file, whatever its name. */
    public boolean isSameFile(FileStat other) {
        return device == other.device && inode == other.inode && kind == other.kind;
    }

    /** Whether nothing was written to the file between this and the other. */
    public boolean isUnchanged(FileStat other) {
        return isSameFile(other)
                && size == other.size
                && modified.equals(other.modified)
                && changed.equals(other.changed);
    }

    private static FileTime time(MemorySegment statx, long at) {
        return new FileTime(statx.get(JAVA_LONG, at), statx.get(JAVA_INT, at + 8));
    }

    private static Kind kind(int mode) {
        return switch (mode & 0170000) {
            case 0100000 -> Kind.REGULAR;
            case 0040000 -> Kind.DIRECTORY;
            case 0120000 -> Kind.SYMLINK;
            case 0140000 -> Kind.SOCKET;
            case 0010000 -> Kind.FIFO;
            default -> Kind.DEVICE;
        };
    }
}
