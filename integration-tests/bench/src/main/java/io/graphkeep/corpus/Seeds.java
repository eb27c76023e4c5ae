package io.graphkeep.corpus;

import java.util.HexFormat;
import java.util.SplittableRandom;

/** Makes numbers that look random from what they stand for, so that a corpus needs no memory of what it wrote. */
final class Seeds {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /** The same for the same parts in the same order, always. */
    static long of(long... parts) {
        var seed = GOLDEN;
        for (var part : parts) {
            seed = mixed(seed + part * GOLDEN + GOLDEN);
        }
        return seed;
    }

    static SplittableRandom random(long... parts) {
        return new SplittableRandom(of(parts));
    }

    /** Thirty-two hexadecimal digits, as the MD5 sums that LightRAG names its rows by. */
    static String hash(long... parts) {
        var seed = of(parts);
        var hex = HexFormat.of();
        return hex.toHexDigits(seed) + hex.toHexDigits(mixed(seed + GOLDEN));
    }

    private static long mixed(long value) {
        var once = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        var twice = (once ^ (once >>> 27)) * 0x94D049BB133111EBL;
        return twice ^ (twice >>> 31);
    }
}
