package io.graphkeep.server.backup.files;

import io.graphkeep.transfer.EscapedText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A call to the kernel that failed, with its error number. */
public final class SystemCallException extends IOException {
    private static final long serialVersionUID = 1L;

    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int ENXIO = 6;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int EEXIST = 17;
    static final int EXDEV = 18;
    static final int ENOTDIR = 20;
    static final int EINVAL = 22;
    static final int ENOSPC = 28;
    static final int ERANGE = 34;
    static final int ENOSYS = 38;
    static final int ENOTEMPTY = 39;
    static final int ELOOP = 40;
    static final int ENODATA = 61;
    static final int EOPNOTSUPP = 95;
    static final int ESTALE = 116;
    static final int EDQUOT = 122;

    private final String function;
    private final int number;

    SystemCallException(String function, byte @Nullable [] name, int number) {
        super(sentence(function, name, number));
        this.function = function;
        this.number = number;
    }

    /** The message, without the name of the file. */
    public String withoutName() {
        return sentence(function, null, number);
    }

    /** Whether what was named is not there. */
    public boolean isNotFound() {
        return number == ENOENT;
    }

    /** Whether what was named, or is held open, was there before and is not any more; a file server may forget it. */
    public boolean isGone() {
        return number == ENOENT || number == ESTALE;
    }

    /** Whether it is there, where it should not be. */
    public boolean isExisting() {
        return number == EEXIST || number == ENOTEMPTY;
    }

    /** Whether what was named is there, but is a link or of another kind than was asked for. */
    public boolean isOtherKind() {
        return number == ENOTDIR || number == ELOOP || number == ENXIO;
    }

    /** Whether this process may not do it. */
    public boolean isDenied() {
        return number == EACCES || number == EPERM;
    }

    /** Whether the disk, or the owner's share of it, is full. */
    public boolean isFull() {
        return number == ENOSPC || number == EDQUOT;
    }

    /** Whether the file system has no such thing. */
    public boolean isUnsupported() {
        return number == EOPNOTSUPP || number == ENOSYS || number == EINVAL;
    }

    /** Whether the two names lie on different file systems, or one is a mount point. */
    public boolean isAcrossMounts() {
        return number == EXDEV || number == EBUSY;
    }

    /** Whether the answer does not fit into what was given for it. */
    boolean isTooSmall() {
        return number == ERANGE;
    }

    /** Whether the extended attribute went away between its listing and its reading. */
    boolean isAttributeGone() {
        return number == ENODATA;
    }

    private static String sentence(String function, byte @Nullable [] name, int number) {
        var what = name == null ? "" : " " + EscapedText.of(name);
        return function + what + ": " + meaning(number);
    }

    private static String meaning(int number) {
        return switch (number) {
            case EPERM -> "operation not permitted";
            case ENOENT -> "no such file or directory";
            case 5 -> "input/output error";
            case ENXIO -> "a socket or a device without its driver";
            case EACCES -> "permission denied";
            case EBUSY -> "device or resource busy";
            case EEXIST -> "file exists";
            case EXDEV -> "on another file system";
            case ENOTDIR -> "not a directory";
            case 21 -> "is a directory";
            case EINVAL -> "invalid argument";
            case 24 -> "too many open files";
            case ENOSPC -> "no space left on device";
            case 30 -> "read-only file system";
            case 36 -> "file name too long";
            case ENOTEMPTY -> "directory not empty";
            case ELOOP -> "a symbolic link, which is not followed";
            case EOPNOTSUPP -> "not supported";
            case ESTALE -> "gone from its file server";
            case EDQUOT -> "disk quota exceeded";
            default -> "error " + number;
        };
    }
}
