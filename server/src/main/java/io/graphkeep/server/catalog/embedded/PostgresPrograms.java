package io.graphkeep.server.catalog.embedded;

import io.graphkeep.server.errors.StartRefused;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked from the server's own libraries into a directory that is named for their contents.
 *
 * <p>The directory appears under its name only when complete and on the disk, every file of it, and holds the count and size
 * of its files: one that a person has emptied, or that an interrupted start has left half made, is unpacked again.
 */
final class PostgresPrograms {
    private static final Map<String, String> ARCHIVES = Map.of(
            "amd64", "postgres-linux-x86_64.txz",
            "aarch64", "postgres-linux-arm_64.txz");
    private static final String CONTENTS = ".contents";

    private final Path directory;

    private PostgresPrograms(Path directory) {
        this.directory = directory;
    }

    /** The programs in a directory under {@code parent}, unpacked there unless they are there already. */
    static PostgresPrograms in(Path parent) {
        var archive = archive();
        try {
            var directory = parent.resolve(name(archive));
            if (!isWhole(directory)) {
                unpackOnce(archive, directory);
            }
            return new PostgresPrograms(directory);
        } catch (IOException e) {
            throw new StartRefused(
                    "The programs of the embedded PostgreSQL could not be unpacked into " + parent + ": " + e
                            + ". Make room there and make it writable.",
                    e);
        }
    }

    Path initdb() {
        return directory.resolve("bin/initdb");
    }

    Path postgres() {
        return directory.resolve("bin/postgres");
    }

    private static URL archive() {
        var machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        var name = machine.startsWith("Linux ")
                ? ARCHIVES.get(System.getProperty("os.arch").toLowerCase(Locale.ROOT))
                : null;
        var url = name == null ? null : PostgresPrograms.class.getClassLoader().getResource(name);
        if (url == null) {
            throw new StartRefused("There is no embedded PostgreSQL for this machine (" + machine
                    + "): set GRAPHKEEP_DB_URL to a PostgreSQL of your own.");
        }
        return url;
    }

    /** Named for size and checksum as the jar tells them: another build's programs get another directory. */
    private static String name(URL archive) throws IOException {
        if (!(archive.openConnection() instanceof JarURLConnection connection)) {
            throw new IOException("the archive is not in a jar: " + archive);
        }
        var entry = connection.getJarEntry();
        return "postgres-" + HexFormat.of().toHexDigits((int) entry.getCrc()) + "-" + entry.getSize();
    }

    /** Under a lock, since tests that run side by side share the directory. */
    private static void unpackOnce(URL archive, Path directory) throws IOException {
        var parent = directory.resolveSibling(".").normalize();
        Files.createDirectories(parent);
        try (var channel =
                        FileChannel.open(parent.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            if (lock.isValid() && !isWhole(directory)) {
                unpack(archive, directory);
                removeOthers(parent, directory);
            }
        }
    }

    private static void unpack(URL archive, Path directory) throws IOException {
        var fresh = directory.resolveSibling(".new");
        Directories.remove(fresh);
        Directories.remove(directory);
        Files.createDirectory(fresh);
        try (var packed = new BufferedInputStream(archive.openStream(), 1 << 16);
                var tar = new TarReader(new BufferedInputStream(new XZInputStream(packed), 1 << 16))) {
            for (var entry = tar.next(); entry != null; entry = tar.next()) {
                unpack(entry, tar, fresh);
            }
        }
        Files.writeString(fresh.resolve(CONTENTS), contents(fresh));
        Directories.forceAll(fresh);
        Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
        Directories.force(directory.resolveSibling("."));
    }

    private static void unpack(TarEntry entry, InputStream bytes, Path top) throws IOException {
        var path = top.resolve(entry.name()).normalize();
        if (!path.startsWith(top)) {
            throw new IOException("the archive names a path outside itself: " + entry.name());
        }
        switch (entry.kind()) {
            case DIRECTORY -> Files.createDirectories(path);
            case SYMLINK -> {
                Files.createDirectories(path.resolveSibling("."));
                Files.createSymbolicLink(path, Path.of(entry.linkTarget()));
            }
            case FILE -> {
                Files.createDirectories(path.resolveSibling("."));
                Files.copy(bytes, path);
                var mode = entry.executable() ? "rwxr-xr-x" : "rw-r--r--";
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
            }
        }
    }

    private static boolean isWhole(Path directory) throws IOException {
        var contents = directory.resolve(CONTENTS);
        return Files.isRegularFile(contents) && Files.readString(contents).equals(contents(directory));
    }

    private static String contents(Path directory) throws IOException {
        var sizes = new ArrayList<Long>();
        try (var files = Files.walk(directory)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith(CONTENTS))
                    .forEach(file -> sizes.add(size(file)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return sizes.size() + " files, " + sum(sizes) + " bytes\n";
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long sum(List<Long> sizes) {
        return sizes.stream().mapToLong(Long::longValue).sum();
    }

    private static void removeOthers(Path parent, Path kept) throws IOException {
        try (var siblings = Files.newDirectoryStream(parent, "postgres-*")) {
            for (var sibling : siblings) {
                if (!sibling.equals(kept)) {
                    Directories.remove(sibling);
                }
            }
        }
    }
}
