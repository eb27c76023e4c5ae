package io.graphkeep.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Where the contexts are kept: {@code graphkeep/contexts} under XDG_CONFIG_HOME, or {@code ~/.config}.
 *
 * <p>It may hold tokens: it is made for its owner alone, and not read where others may read it. A change replaces it as a whole.
 */
final class ContextFile {
    private static final Set<PosixFilePermission> MINE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> MY_DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private final Path file;

    private ContextFile(Path file) {
        this.file = file;
    }

    static ContextFile of(Map<String, String> environment) {
        var given = environment.getOrDefault("XDG_CONFIG_HOME", "");
        var base = given.startsWith("/")
                ? Path.of(given)
                : LocalServer.userHome(environment).resolve(".config");
        return new ContextFile(base.resolve("graphkeep").resolve("contexts"));
    }

    Path path() {
        return file;
    }

    /** What it holds; nothing where there is none. */
    Contexts read() {
        try {
            requireMine();
            return ContextText.parse(Files.readString(file));
        } catch (NoSuchFileException none) {
            return Contexts.NONE;
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailed(
                    ExitCode.FAILED, "The file " + file + " cannot be understood: " + wrong.getMessage(), null);
        } catch (IOException unreadable) {
            throw new CommandFailed(
                    ExitCode.FAILED, "The file " + file + " cannot be read: " + unreadable.getMessage() + ".", null);
        }
    }

    /** Replaces it; on return it is durable. */
    void write(Contexts contexts) {
        try {
            var directory = file.toAbsolutePath().getParent();
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(MY_DIRECTORY));
            var fresh = Files.createTempFile(directory, ".contexts-", "", PosixFilePermissions.asFileAttribute(MINE));
            try {
                try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                    var bytes = ByteBuffer.wrap(ContextText.of(contexts).getBytes(StandardCharsets.UTF_8));
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                    channel.force(true);
                }
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException failure) {
            throw new CommandFailed(
                    ExitCode.FAILED, "The file " + file + " could not be written: " + failure.getMessage() + ".", null);
        }
    }

    private void requireMine() throws IOException {
        var others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        others.removeAll(EnumSet.of(
                PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));
        if (!others.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.NOT_ALLOWED,
                    "The file " + file + " may hold tokens, and others than you may read or change it.",
                    "Make it yours alone: chmod 600 " + file);
        }
    }
}
