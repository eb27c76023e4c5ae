package io.graphkeep.corpus;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.Deflater;

/**
 * Embeddings of full float32 entropy, normalised, in the two forms in which nano-vectordb writes them.
 *
 * <p>Not thread-safe: it reuses its buffers and its compressor.
 */
final class Vectors implements AutoCloseable {
    private final int dimension;
    private final float[] values;
    private final byte[] half;
    private final byte[] packed;
    private final Deflater deflater = new Deflater();

    Vectors(int dimension) {
        this.dimension = dimension;
        this.values = new float[dimension];
        this.half = new byte[dimension * Short.BYTES];
        this.packed = new byte[half.length * 2 + 64];
    }

    /** A row of the matrix: little-endian float32. */
    byte[] row(long seed) {
        fill(seed);
        var row = ByteBuffer.allocate(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        row.asFloatBuffer().put(values);
        return row.array();
    }

    /** The {@code vector} of a row of data: float16, zlib, base64. */
    String vector(long seed) {
        fill(seed);
        var buffer = ByteBuffer.wrap(half).order(ByteOrder.LITTLE_ENDIAN);
        for (var value : values) {
            buffer.putShort(Float.floatToFloat16(value));
        }
        deflater.reset();
        deflater.setInput(half);
        deflater.finish();
        var length = deflater.deflate(packed);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(packed, length));
    }

    private void fill(long seed) {
        var random = Seeds.random(seed);
        var squares = 0.0;
        for (var at = 0; at < dimension; at++) {
            var value = (float) random.nextGaussian();
            values[at] = value;
            squares += (double) value * value;
        }
        var norm = (float) Math.sqrt(squares);
        for (var at = 0; at < dimension; at++) {
            values[at] /= norm;
        }
    }

    @Override
    public void close() {
        deflater.end();
    }
}
