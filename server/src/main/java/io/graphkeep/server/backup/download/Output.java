package io.graphkeep.server.backup.download;

import io.graphkeep.v1.FileHeader;

/** The form in which a download goes out. What it is given is sound, and comes in order. */
interface Output {
    /** A directory, a symbolic link or a further name of a file. */
    void bare(FileHeader header) throws InterruptedException;

    /** A regular file begins: its bytes follow, from the header's offset on. */
    void begin(FileHeader header) throws InterruptedException;

    /** Bytes of the file; the array is the caller's again after the call. */
    void data(byte[] bytes, int offset, int length) throws InterruptedException;

    /** The file ends. */
    void end() throws InterruptedException;

    /** Everything was sent. */
    void finish(long damagedFiles) throws InterruptedException;
}
