package io.graphkeep.server.backup;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.Random;

/** A directory with one of everything that has ever been lost by a backup, made from a seed. */
public final class NastyDirectory {
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private final Path root;
    private final Random random;

    private NastyDirectory(Path root, long seed) {
        this.root = root;
        this.random = new Random(seed);
    }

    /** Fills a new directory. */
    public static void fill(Path root, long seed) throws IOException {
        Files.createDirectories(root);
        new NastyDirectory(root, seed).fill();
    }

    private void fill() throws IOException {
        file("plain.txt", text(20_000));
        file("empty", new byte[0]);
        file("one byte", new byte[] {7});
        file("kv_store.json", json(300_000));
        file("vdb_entities.json", vectors(64, 400));
        file("large.bin", bytes(3_000_000));
        file("name with spaces ", text(10));
        file("-rf", text(10));
        file("ümläut-Ж-日本-🦆.txt", text(100));
        file("e\u0301-combining", text(100));
        file("percent%41", text(5));
        file("new\nline", text(5));
        raw("bad%FF%FEname", text(50));
        many();
        Files.createDirectories(root.resolve("empty-directory"));
        Files.createDirectories(root.resolve("deep/er/and/deep/er/still"));
        file("deep/er/and/deep/er/still/bottom", text(1000));
        file("a/inside", text(10));
        file("a.txt", text(10));
        file("a-", text(10));
        sparse("sparse", 12_000_000);
        links();
        attributes();
        times();
        // After the times: to set a FIFO's, Java would open it, and wait for a writer.
        special();
        age(root);
    }

    private void links() throws IOException {
        Files.createLink(root.resolve("hard-link"), root.resolve("plain.txt"));
        Files.createLink(root.resolve("deep/hard-link"), root.resolve("plain.txt"));
        Files.createSymbolicLink(root.resolve("link"), Path.of("plain.txt"));
        Files.createSymbolicLink(root.resolve("link-to-directory"), Path.of("deep"));
        Files.createSymbolicLink(root.resolve("dangling"), Path.of("nowhere/at all"));
        Files.createSymbolicLink(root.resolve("outside"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(root.resolve("upwards"), Path.of("../../.."));
    }

    private void attributes() throws IOException {
        attribute("plain.txt", "comment", text(100));
        attribute("plain.txt", "empty", new byte[0]);
        attribute("empty-directory", "on.directory", bytes(1000));
        for (var number = 0; number < 12; number++) {
            attribute("kv_store.json", "x".repeat(120) + number, bytes(3));
        }
        mode("kv_store.json", "rw-------");
        mode("one byte", "r--------");
        mode("a-", "---------");
        Files.setAttribute(root.resolve("empty"), "unix:mode", 06755);
        Files.setAttribute(root.resolve("empty-directory"), "unix:mode", 01777);
        mode("deep/er", "r-x------");
        if (ROOT) {
            Files.setAttribute(root.resolve("large.bin"), "unix:uid", 12345);
            Files.setAttribute(root.resolve("large.bin"), "unix:gid", 54321);
            Files.setAttribute(root.resolve("link"), "unix:uid", 4242, java.nio.file.LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(root.resolve("deep"), "unix:gid", 777);
        }
    }

    private void special() throws IOException {
        try {
            var made = new ProcessBuilder("mkfifo", root.resolve("fifo").toString())
                    .start()
                    .waitFor();
            if (made != 0) {
                throw new IOException("mkfifo ended with " + made);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(root.resolve("socket")));
        }
    }

    /** Old times, odd nanoseconds, and one before 1970; directories last and from the bottom, as each change moves them. */
    private void times() throws IOException {
        try (var paths = Files.walk(root)) {
            paths.filter(path -> !Files.isSymbolicLink(path))
                    .sorted(java.util.Comparator.reverseOrder())
                    .forEach(this::age);
        }
        Files.setLastModifiedTime(root.resolve("empty"), FileTime.from(Instant.ofEpochSecond(-1000, 5)));
    }

    private void age(Path path) {
        var time = Instant.ofEpochSecond(1_500_000_000L + random.nextInt(200_000_000), random.nextInt(1_000_000_000));
        try {
            Files.setLastModifiedTime(path, FileTime.from(time));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void many() throws IOException {
        for (var i = 0; i < 200; i++) {
            file("many/file-" + i, text(random.nextInt(3000)));
        }
    }

    private void file(String name, byte[] content) throws IOException {
        var path = root.resolve(name);
        Files.createDirectories(path.getParent());
        Files.write(path, content);
    }

    private void raw(String escaped, byte[] content) throws IOException {
        var base = root.toUri().toString();
        Files.write(Path.of(URI.create(base + (base.endsWith("/") ? "" : "/") + escaped)), content);
    }

    private void sparse(String name, long size) throws IOException {
        try (var file = new RandomAccessFile(root.resolve(name).toFile(), "rw")) {
            file.setLength(size);
            file.seek(size / 2);
            file.write(bytes(5000));
        }
    }

    private void attribute(String name, String attribute, byte[] value) throws IOException {
        Files.getFileAttributeView(root.resolve(name), UserDefinedFileAttributeView.class)
                .write(attribute, java.nio.ByteBuffer.wrap(value));
    }

    private void mode(String name, String mode) throws IOException {
        Files.setPosixFilePermissions(root.resolve(name), PosixFilePermissions.fromString(mode));
    }

    private byte[] bytes(int size) {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] text(int size) {
        var text = new byte[size];
        for (var i = 0; i < size; i++) {
            text[i] = (byte) (random.nextInt(12) == 0 ? '\n' : 'a' + random.nextInt(26));
        }
        return text;
    }

    private byte[] json(int size) {
        var text = new StringBuilder("{\n");
        while (text.length() < size) {
            text.append("  \"doc-").append(random.nextInt()).append("\": {\"content\": \"");
            text.append(new String(text(300), java.nio.charset.StandardCharsets.US_ASCII).replace('\n', ' '));
            text.append("\"},\n");
        }
        return text.append("  \"end\": {}\n}").toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    private byte[] vectors(int dimension, int rows) {
        var matrix = java.util.Base64.getEncoder().encodeToString(bytes(dimension * rows * 4));
        return ("{\"embedding_dim\": " + dimension + ", \"data\": [], \"matrix\": \"" + matrix + "\"}")
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
