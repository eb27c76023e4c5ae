package io.graphkeep.server.backup.receive;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much may be spooled: up to a bound each, and never into the last of a disk that the database may share.
 *
 * <p>What is uploaded reaches the store's own look for room only with its content: names and attributes alone would fill the disk.
 */
class SpoolRoom {
    /** What the names and attributes of some ten million files take, or the lists of a content of ten terabytes. */
    static final long MOST = 8L << 30;

    private static final long MOST_RESERVE = 2L << 30;
    private static final long SHARE = 50;

    private final Path directory;

    SpoolRoom(Path directory) {
        this.directory = directory;
    }

    /** Refuses to write so many bytes behind those that are written. */
    final void require(long written, int next) throws IOException {
        if (written + next > MOST) {
            throw new GraphkeepException(
                    Reason.REQUEST_TOO_LARGE,
                    "The names, attributes and lists of what is sent in one upload take more than " + MOST
                            + " bytes: send it as several graphs, or push it.");
        }
        var usable = usable();
        var reserve = Math.min(MOST_RESERVE, total() / SHARE);
        if (usable - next < reserve) {
            throw new GraphkeepException(
                            Reason.STORE_FULL,
                            "The disk of the server's home is full: what is uploaded needs room in " + directory
                                    + ", and " + usable + " bytes are free, of which " + reserve
                                    + " are kept in reserve.")
                    .with("free_bytes", Long.toString(usable))
                    .with("reserve_bytes", Long.toString(reserve));
        }
    }

    /** Bytes that are free on the disk. */
    long usable() throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    /** Bytes that the disk has. */
    long total() throws IOException {
        return Files.getFileStore(directory).getTotalSpace();
    }
}
