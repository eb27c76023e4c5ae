package io.graphkeep.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a restart of LightRAG does to its vectors: normalised again on load, some rows differ in the last bit of their numbers.
 *
 * <p>Rewrites those rows of the three matrices in place.
 */
public final class Restart {
    private static final double SHARE = 0.04;
    private static final int ROW = VectorStore.DIMENSION * Float.BYTES;
    private static final String MATRIX = "\"matrix\": \"";
    private static final int END = "\"}".length();

    private static final List<String> NAMES = List.of("relationships", "entities", "chunks");

    private final SplittableRandom random;

    /** One restart; each has a number of its own. */
    public Restart(long number) {
        this.random = Seeds.random(12, number);
    }

    /** Whether the directory holds LightRAG's files. */
    public static boolean canHappenIn(Path directory) {
        return NAMES.stream().allMatch(name -> Files.exists(store(directory, name)));
    }

    private static Path store(Path directory, String name) {
        return directory.resolve("vdb_" + name + ".json");
    }

    /** Changes 4 % of the rows of each matrix in the directory. */
    public void in(Path directory) {
        for (var name : NAMES) {
            try (var file =
                    FileChannel.open(store(directory, name), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                matrix(file);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private void matrix(FileChannel file) throws IOException {
        var begin = beginOfMatrix(file);
        var bytes = (file.size() - END - begin) / 4 * 3;
        for (var row = 0L; (row + 1) * ROW <= bytes; row++) {
            if (random.nextDouble() < SHARE) {
                row(file, begin, row * ROW);
            }
        }
    }

    /** Whole groups of three bytes are decoded; the row's neighbours in them stay as they are. */
    private void row(FileChannel file, long begin, long from) throws IOException {
        var group = from / 3;
        var groups = (from + ROW + 2) / 3 - group;
        var at = begin + group * 4;
        var decoded = Base64.getDecoder().decode(read(file, at, (int) groups * 4));
        for (var value = (int) (from - group * 3); value + Float.BYTES <= decoded.length; value += Float.BYTES) {
            if (value < from - group * 3 + ROW && random.nextBoolean()) {
                decoded[value] ^= 1;
            }
        }
        write(file, at, Base64.getEncoder().encode(decoded));
    }

    /** The run is the last thing in the file, and its length follows from the rows that stand before it; searched from the front. */
    private static long beginOfMatrix(FileChannel file) throws IOException {
        var window = 1 << 20;
        for (var at = 0L; at < file.size(); at += window - MATRIX.length()) {
            var text =
                    new String(read(file, at, (int) Math.min(window, file.size() - at)), StandardCharsets.ISO_8859_1);
            var found = text.indexOf(MATRIX);
            if (found >= 0) {
                return at + found + MATRIX.length();
            }
        }
        throw new IOException("There is no matrix.");
    }

    private static byte[] read(FileChannel file, long at, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length);
        for (var read = 0; read >= 0 && buffer.hasRemaining(); ) {
            read = file.read(buffer, at + buffer.position());
        }
        return buffer.array();
    }

    private static void write(FileChannel file, long at, byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            file.write(buffer, at + buffer.position());
        }
    }
}
