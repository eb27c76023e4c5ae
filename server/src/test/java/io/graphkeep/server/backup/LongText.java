package io.graphkeep.server.backup;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Text of words that repeat as little as real ones. */
final class LongText {
    private LongText() {}

    static byte[] of(Random random, int bytes) {
        var text = new StringBuilder(bytes + 20);
        while (text.length() < bytes) {
            text.append(Long.toString(random.nextLong() >>> 20, 36)).append(random.nextInt(12) == 0 ? '\n' : ' ');
        }
        text.setLength(bytes);
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
