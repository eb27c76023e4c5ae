package io.graphkeep.transfer;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

/** Makes files as mean as real ones from a seeded source: text, bytes, and base64 runs of every phase, ending and defect. */
final class RandomFiles {
    private static final String[] NAMES = {"a.json", "b.txt", "c", "d.bin", "vdb_e.json", "kv.jsonl"};
    private static final String[] DEFECTS = {
        "", "=", "==", "===", "A", "AB", "ABC", "AB==", "AQ==", "ABC=", "AAE=", "Ã", "\\/", "-_", "\n", "A==="
    };

    private final Random random;

    RandomFiles(long seed) {
        random = new Random(seed);
    }

    String name() {
        return NAMES[random.nextInt(NAMES.length)];
    }

    /** A file of a few parts, some of which are runs. */
    byte[] file() {
        var file = new StringBuilder();
        if (random.nextBoolean()) {
            file.append("{\"embedding_dim\": ").append(dimensions()).append(", ");
        }
        for (var parts = random.nextInt(5); parts >= 0; parts--) {
            switch (random.nextInt(5)) {
                case 0 -> file.append(words(random.nextInt(200_000)));
                case 1 ->
                    file.append('"')
                            .append(base64(random.nextInt(150_000)))
                            .append(defect())
                            .append('"');
                case 2 ->
                    file.append("\"embedding_dim\" : ")
                            .append(dimensions())
                            .append(",\n\"matrix\":\"")
                            .append(base64(49_000 + random.nextInt(400_000)))
                            .append(defect())
                            .append('"');
                case 3 -> file.append(random.nextBoolean() ? "\"" : "").append("A".repeat(random.nextInt(140_000)));
                default -> file.append(words(random.nextInt(50)));
            }
        }
        var bytes = file.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(8) == 0 && bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    String words(int length) {
        var text = new StringBuilder(length + 20);
        while (text.length() < length) {
            text.append(Integer.toString(random.nextInt(), 36)).append(random.nextInt(9) == 0 ? "\",\n\"" : " ");
        }
        text.setLength(length);
        return text.toString();
    }

    byte[] bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    String base64(int bytes) {
        return Base64.getEncoder().encodeToString(bytes(bytes));
    }

    private String defect() {
        return DEFECTS[random.nextInt(DEFECTS.length)];
    }

    private int dimensions() {
        return switch (random.nextInt(4)) {
            case 0 -> 1 + random.nextInt(8);
            case 1 -> 1 + random.nextInt(600);
            case 2 -> 1 + random.nextInt(20_000);
            default -> 1024;
        };
    }
}
