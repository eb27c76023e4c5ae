package io.graphkeep.server.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.zip.DeflaterOutputStream;

/** A file of vectors as nano-vectordb writes it: rows with compressed half floats, and a matrix of floats in their order. */
final class VectorFile {
    static final int DIMENSION = 512;

    private final RandomGenerator random;
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private final ByteArrayOutputStream matrix = new ByteArrayOutputStream();

    VectorFile(RandomGenerator random) {
        this.random = random;
    }

    /** Adds a row; its vector comes last. */
    void add(String id, long createdAt, Map<String, Object> fields) {
        var vector = unitVector();
        var row = new LinkedHashMap<String, Object>();
        row.put("__id__", id);
        row.put("__created_at__", createdAt);
        row.putAll(new TreeMap<>(fields));
        row.put("vector", Base64.getEncoder().encodeToString(deflated(halves(vector))));
        rows.add(row);
        matrix.writeBytes(floats(vector));
    }

    String text() {
        var file = new LinkedHashMap<String, Object>();
        file.put("embedding_dim", DIMENSION);
        file.put("data", rows);
        file.put("matrix", Base64.getEncoder().encodeToString(matrix.toByteArray()));
        return JsonText.oneLine(file);
    }

    private float[] unitVector() {
        var vector = new float[DIMENSION];
        var square = 0.0;
        for (var i = 0; i < DIMENSION; i++) {
            vector[i] = (float) random.nextGaussian();
            square += vector[i] * vector[i];
        }
        var length = (float) Math.sqrt(square);
        for (var i = 0; i < DIMENSION; i++) {
            vector[i] /= length;
        }
        return vector;
    }

    private static byte[] floats(float[] vector) {
        var bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (var value : vector) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    private static byte[] halves(float[] vector) {
        var bytes = ByteBuffer.allocate(vector.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (var value : vector) {
            bytes.putShort(Float.floatToFloat16(value));
        }
        return bytes.array();
    }

    private static byte[] deflated(byte[] bytes) {
        var packed = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(packed)) {
            deflater.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }
}
