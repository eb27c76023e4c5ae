package io.graphkeep.corpus;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;

/**
 * A {@code vdb_*.json} as nano-vectordb writes it, on one line: the width, the rows, then the matrix as one base64 run.
 *
 * <p>Rows come first, in the order of the matrix; their seeds are kept, eight bytes a row, to write the matrix from.
 */
final class VectorStore implements Closeable {
    /** The width that lightrag.md's sizes are of, and OpenAI's smaller models can be asked for. */
    static final int DIMENSION = 1024;

    private final TextFile file;
    private final Vectors vectors = new Vectors(DIMENSION);
    private final StringBuilder row = new StringBuilder();
    private long[] seeds = new long[1024];
    private int rows;

    VectorStore(Path directory, String name) throws IOException {
        this.file = new TextFile(directory.resolve("vdb_" + name + ".json"));
        file.write("{\"embedding_dim\": " + DIMENSION + ", \"data\": [");
    }

    void begin(String id, long created, long sequence) {
        row.setLength(0);
        row.append(rows == 0 ? "{\"__id__\": \"" : ", {\"__id__\": \"")
                .append(id)
                .append("\", \"__created_at__\": ")
                .append(created)
                .append(", \"__write_seq__\": ")
                .append(sequence);
    }

    void field(String name, String text) {
        row.append(", \"").append(name).append("\": ");
        JsonText.quote(row, text);
    }

    void end(long vector) throws IOException {
        row.append(", \"vector\": \"").append(vectors.vector(vector)).append("\"}");
        file.write(row);
        if (rows == seeds.length) {
            seeds = Arrays.copyOf(seeds, rows * 2);
        }
        seeds[rows++] = vector;
    }

    @Override
    public void close() throws IOException {
        file.write("], \"matrix\": \"");
        try (var matrix = Base64.getEncoder().wrap(new ToFile())) {
            for (var at = 0; at < rows; at++) {
                matrix.write(vectors.row(seeds[at]));
            }
        }
        file.write("\"}");
        file.close();
        vectors.close();
    }

    /** The file, which the end of the base64 run does not close. */
    private final class ToFile extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            file.write(new byte[] {(byte) one});
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            file.write(Arrays.copyOfRange(bytes, from, from + length));
        }
    }
}
