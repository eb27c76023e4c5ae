package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file that holds the master key: made once, durable and closed to other users before anything is encrypted with it,
 * and never written to again.
 */
public final class MasterKeyFile {
    private static final int LONGEST = 4096;

    private final Path file;

    public MasterKeyFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    public Path path() {
        return file;
    }

    /** The key, or nothing where there is no such file. */
    public Optional<MasterKey> read() {
        try {
            if (Files.size(file) > LONGEST) {
                throw new GraphkeepException(
                        Reason.KEY_UNAVAILABLE, "The key file " + file + " is too large to be one.");
            }
            return Optional.of(MasterKey.parse(Files.readString(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new GraphkeepException(
                    Reason.KEY_UNAVAILABLE, "The key file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Makes a new key where there is none; the key that is there, if another start made one first. */
    MasterKey make(Ids ids) {
        try {
            var directory = file.getParent();
            if (directory != null && !Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            write(MasterKey.of(ids.bytes(MasterKey.BYTES)));
            return read().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("The key file " + file + " cannot be written", e);
        }
    }

    /** Under another name first: a key file that is there is whole. */
    private void write(MasterKey key) throws IOException {
        var temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        try (var channel = FileChannel.open(temporary, options, mode)) {
            var line = ByteBuffer.wrap((key.reveal() + "\n").getBytes(StandardCharsets.US_ASCII));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(true);
        }
        try {
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException e) {
            return; // The key that is there counts.
        } finally {
            Files.deleteIfExists(temporary);
        }
        var directory = file.getParent();
        force(directory);
        force(directory == null ? null : directory.getParent());
    }

    private static void force(@Nullable Path directory) throws IOException {
        if (directory != null) {
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
