package io.graphkeep.server.backup.files;

/** Errors of the kernel that a test cannot bring about. */
public final class KernelErrors {
    private static final int EIO = 5;

    private KernelErrors() {}

    /** A file server has forgotten what is held open. */
    public static SystemCallException stale() {
        return new SystemCallException("statx", null, SystemCallException.ESTALE);
    }

    /** A disk failed. */
    public static SystemCallException failed() {
        return new SystemCallException("pread", null, EIO);
    }
}
