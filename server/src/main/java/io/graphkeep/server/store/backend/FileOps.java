package io.graphkeep.server.store.backend;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The few operations by which the store and its key change a file system, one method each.
 *
 * <p>A seam for the power-loss test, which records them and replays every prefix with all dropped that was not yet forced.
 * Reading does not go through it.
 */
public interface FileOps {
    /** Those of the real file system. */
    static FileOps ofDisk() {
        return new DiskFileOps();
    }

    /** Makes one directory, whose parent exists; true if it was not there before. */
    boolean createDirectory(Path directory) throws IOException;

    /** Makes a new file of these bytes, which must not exist, and forces them to the disk before it returns. */
    void writeForced(Path file, List<ByteBuffer> content) throws IOException;

    /** Gives a file a further name; fails with FileAlreadyExistsException if the name is taken. */
    void link(Path name, Path existing) throws IOException;

    /** Gives a file another name at once, in place of whatever has it. */
    void replace(Path name, Path existing) throws IOException;

    /** Removes a name; false if it was not there. */
    boolean unlink(Path name) throws IOException;

    /** Makes the names in a directory durable. */
    void forceDirectory(Path directory) throws IOException;
}
