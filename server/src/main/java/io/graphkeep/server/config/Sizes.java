package io.graphkeep.server.config;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sizes as an operator writes them: {@code 4096}, {@code 64KiB}, {@code 32M}, {@code 2GB}.
 *
 * <p>{@code K}, {@code M}, {@code G}, {@code T} alone and with {@code iB} are powers of 1024, with {@code B} of 1000.
 */
final class Sizes {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*(?:([KMGT])(IB|B)?|B)?");
    private static final String UNITS = "KMGT";

    private Sizes() {}

    static Long parse(String text) throws BadValueException {
        var size = SIZE.matcher(text.toUpperCase(Locale.ROOT));
        if (!size.matches()) {
            throw new BadValueException();
        }
        try {
            return Math.multiplyExact(Long.parseLong(size.group(1)), unit(size.group(2), size.group(3)));
        } catch (ArithmeticException tooLarge) {
            throw new BadValueException();
        }
    }

    /** The shortest way to write it that is exact. */
    static String show(long bytes) {
        var unit = 0;
        var rest = bytes;
        while (unit < UNITS.length() && rest != 0 && rest % 1024 == 0) {
            rest /= 1024;
            unit++;
        }
        return unit == 0 ? Long.toString(bytes) : rest + UNITS.substring(unit - 1, unit) + "iB";
    }

    private static long unit(@Nullable String letter, @Nullable String suffix) {
        if (letter == null) {
            return 1;
        }
        var base = "B".equals(suffix) ? 1000L : 1024L;
        var unit = base;
        for (var i = UNITS.indexOf(letter); i > 0; i--) {
            unit *= base;
        }
        return unit;
    }
}
