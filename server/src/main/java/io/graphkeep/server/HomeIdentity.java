package io.graphkeep.server;

import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.errors.StartRefused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * The name by which a home is told from others, made at the first start and kept in a file.
 *
 * <p>Whoever holds the home's lock and knows its name knows which processes of the catalog are dead: all others of that
 * home.
 */
final class HomeIdentity {
    private HomeIdentity() {}

    /** To be called with the home's lock held. */
    static UUID of(Path home, Ids ids) {
        var file = home.resolve("home.id");
        try {
            if (!Files.exists(file)) {
                make(file, ids.next());
            }
            return UUID.fromString(Files.readString(file).strip());
        } catch (IOException | IllegalArgumentException broken) {
            throw new StartRefused(
                    "The file " + file + " cannot be read or written: " + broken.getMessage()
                            + ". Removing it is safe while no server runs.",
                    broken);
        }
    }

    private static void make(Path file, UUID id) throws IOException {
        var beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        Files.createFile(beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(beside, id + "\n");
        force(beside, StandardOpenOption.WRITE);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        force(beside.resolveSibling("."), StandardOpenOption.READ);
    }

    /** A name that the power took would be a start that is refused. */
    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (var channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }
}
