package io.graphkeep.server.store.backend;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The few operations by which {@link LocalBackend} changes a file system, one method each.
 *
 * <p>A seam for the power-loss test, which records them and replays every prefix with all dropped that was not yet forced.
 * Reading does not go through it.
 */
interface FileOps {
    /** Makes one directory, whose parent exists; true if it was not there before. */
    boolean createDirectory(Path directory) throws IOException;

    /** Makes a new file of these bytes, which must not exist, and forces them to the disk before it returns. */
    void writeForced(Path file, List<ByteBuffer> content) throws IOException;

    /** Gives a file a further name; fails with FileAlreadyExistsException if the name is taken. */
    void link(Path name, Path existing) throws IOException;

    /** Removes a name; false if it was not there. */
    boolean unlink(Path name) throws IOException;

    /** Makes the names in a directory durable. */
    void forceDirectory(Path directory) throws IOException;
}
