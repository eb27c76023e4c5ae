package io.graphkeep.cli;

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
import java.util.Set;

/**
 * A new file for a secret, readable by its owner alone from the moment that it is there.
 *
 * <p>It is made before there is a secret, so that a secret which is told once is never made for nothing; closed without one, it is
 * removed again.
 */
final class SecretFile implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private boolean written;

    private SecretFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static SecretFile create(Path file) {
        var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            return new SecretFile(file, FileChannel.open(file, options, mine));
        } catch (FileAlreadyExistsException taken) {
            throw new CommandFailed(
                    ExitCode.USAGE, "The file " + file + " is there already.", "Name one that is not there yet.");
        } catch (NoSuchFileException noDirectory) {
            throw new CommandFailed(
                    ExitCode.USAGE, "The directory of " + file + " is not there.", "Make it first, or name another.");
        } catch (IOException failure) {
            throw new CommandFailed(
                    ExitCode.FAILED, "The file " + file + " could not be made: " + failure.getMessage() + ".", null);
        }
    }

    /** Writes the secret as a line, durably; false where that failed, and nothing of it is left. */
    boolean write(String secret) {
        try {
            var line = ByteBuffer.wrap((secret + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(true);
            written = true;
            return true;
        } catch (IOException full) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            if (!written) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
