package io.graphkeep.cli;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes as one types it: {@code 1048576}, {@code 50MiB}. */
final class ByteCount implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,12})\\s*([kmgt]?)(ib|b)?(/s)?");
    private static final List<String> UNITS = List.of("", "k", "m", "g", "t");

    @Override
    public Long convert(String text) {
        var form = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new TypeConversionException("'" + text + "' is no number of bytes, such as 50MiB");
        }
        var count = Long.parseLong(form.group(1));
        try {
            return Math.multiplyExact(count, 1L << (10 * UNITS.indexOf(form.group(2))));
        } catch (ArithmeticException e) {
            throw new TypeConversionException("'" + text + "' is too large");
        }
    }
}
