package io.graphkeep.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;

/** Writes directories to protect: one shaped like LightRAG's, one with everything awkward that a file system can hold. */
final class SampleGraph {
    private final Random random;

    SampleGraph(long seed) {
        this.random = new Random(seed);
    }

    /** A LightRAG-shaped directory with about {@code documents} × 30 KB. */
    Path lightRag(Path directory, int documents) {
        try {
            Files.createDirectories(directory);
            write(directory.resolve("kv_store_full_docs.json"), documents(documents));
            write(directory.resolve("vdb_entities.json"), vectors(documents * 5, 256));
            write(directory.resolve("graph_chunk_entity_relation.graphml"), graphMl(documents * 5));
            return directory;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Changes a few documents, as an edit would: the whole file is rewritten. */
    void edit(Path directory) {
        try {
            var file = directory.resolve("kv_store_full_docs.json");
            var text = Files.readString(file);
            var at = random.nextInt(text.length() / 2);
            var word = text.indexOf("entity", at);
            write(file, text.substring(0, word) + "ENTITY-" + random.nextInt() + text.substring(word + 6));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Files that share nothing with what was there before, under the same names: one large, the others small. */
    void fresh(Path directory, int files, int bytes) {
        try {
            Files.createDirectories(directory);
            Files.write(directory.resolve("large.bin"), bytes(bytes));
            for (var file = 0; file < files; file++) {
                Files.write(directory.resolve("small-" + file), bytes(1 + random.nextInt(8192)));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Some files, a part of which shares nothing with what was there before: at first all, then at random. */
    void renew(Path directory, int files, int bytes) {
        try {
            Files.createDirectories(directory);
            for (var number = 0; number < files; number++) {
                var file = directory.resolve("file-" + number);
                if (!Files.exists(file) || random.nextInt(5) < 2) {
                    Files.write(file, bytes(bytes));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Names with blanks and Unicode, empty files and directories, links, odd modes and times, and a file with a large hole. */
    Path awkward(Path directory, long holeBytes) {
        try {
            Files.createDirectories(directory.resolve("empty directory"));
            Files.createDirectories(directory.resolve("dir/deeper/deepest"));
            write(directory.resolve("with spaces and ünïcode — 図.json"), "{\"a\": \"ü\"}");
            write(directory.resolve("empty"), "");
            write(directory.resolve("dir/one byte"), "x");
            Files.write(directory.resolve("dir/deeper/random.bin"), bytes(3_000_000));
            write(directory.resolve("dir/script.sh"), "#!/bin/sh\n");
            Files.setPosixFilePermissions(
                    directory.resolve("dir/script.sh"), PosixFilePermissions.fromString("rwxr-x--x"));
            Files.createLink(directory.resolve("hard link"), directory.resolve("dir/deeper/random.bin"));
            Files.createSymbolicLink(directory.resolve("link"), Path.of("dir/one byte"));
            Files.createSymbolicLink(directory.resolve("dangling"), Path.of("../nowhere"));
            Files.createSymbolicLink(directory.resolve("link to a directory"), Path.of("dir"));
            try (var sparse =
                    new java.io.RandomAccessFile(directory.resolve("sparse").toFile(), "rw")) {
                sparse.setLength(holeBytes);
                sparse.seek(holeBytes / 2);
                sparse.write(bytes(10_000));
            }
            Files.setLastModifiedTime(
                    directory.resolve("dir/one byte"), FileTime.from(Instant.parse("2001-02-03T04:05:06.123456789Z")));
            Files.setLastModifiedTime(
                    directory.resolve("dir/deeper"), FileTime.from(Instant.parse("1999-12-31T23:59:59.987654321Z")));
            return directory;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String documents(int count) {
        var json = new StringBuilder("{\n");
        for (var i = 0; i < count; i++) {
            json.append("  \"doc-").append(i).append("\": {\n    \"content\": \"");
            for (var word = 0; word < 1500; word++) {
                json.append("entity").append(random.nextInt(5000)).append(' ');
            }
            json.append("\",\n    \"create_time\": 17000")
                    .append(i)
                    .append("\n  }")
                    .append(i < count - 1 ? ",\n" : "\n");
        }
        return json.append("}\n").toString();
    }

    private String vectors(int rows, int dimension) {
        var matrix = ByteBuffer.allocate(rows * dimension * 4).order(ByteOrder.LITTLE_ENDIAN);
        while (matrix.hasRemaining()) {
            matrix.putFloat((float) random.nextGaussian());
        }
        return "{\"embedding_dim\": " + dimension + ", \"data\": [], \"matrix\": \""
                + Base64.getEncoder().encodeToString(matrix.array()) + "\"}";
    }

    private String graphMl(int nodes) {
        var xml = new StringBuilder("<?xml version='1.0' encoding='utf-8'?>\n<graphml>\n");
        for (var i = 0; i < nodes; i++) {
            xml.append("  <edge source=\"entity").append(i).append("\" target=\"entity");
            xml.append(random.nextInt(nodes)).append("\"/>\n");
        }
        return xml.append("</graphml>\n").toString();
    }

    private byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void write(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
