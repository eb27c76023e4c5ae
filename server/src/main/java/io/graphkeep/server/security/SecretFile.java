package io.graphkeep.server.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Files that hold a secret: made with mode 0600 and never over a file that is there, durable when {@link #create}
 * returns.
 */
final class SecretFile {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final int LONGEST = 4096;

    private SecretFile() {}

    static void create(Path file, byte[] content) throws IOException {
        var options = EnumSet.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        try (var channel = FileChannel.open(file, options, PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            var bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        syncDirectory(file);
    }

    static void create(Path file, String line) throws IOException {
        create(file, (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The one line of a secret's file. */
    static String read(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new IOException("it is longer than a secret can be");
        }
        return Files.readString(file).strip();
    }

    /** Whether others than its owner can read or change it. */
    static boolean isOpenToOthers(Path file) throws IOException {
        var open = EnumSet.copyOf(OWNER_ONLY);
        return Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS).stream()
                .anyMatch(permission -> !open.contains(permission) && permission != PosixFilePermission.OWNER_EXECUTE);
    }

    /** Takes from all but the owner what they may do with it. */
    static void close(Path file) throws IOException {
        Files.setPosixFilePermissions(file, OWNER_ONLY);
    }

    static void syncDirectory(Path file) throws IOException {
        var directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
