package io.graphkeep.transfer;

import java.io.ByteArrayOutputStream;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Bytes that are text by custom, such as file names and link targets, as text without loss: the way they travel in calls.
 *
 * <p>Bytes that are not UTF-8, control characters and the percent sign are written as "%" and two upper-case hexadecimal
 * digits each; all else stands as it is.
 */
public final class EscapedText {
    private static final String DIGITS = "0123456789ABCDEF";

    private EscapedText() {}

    /** The bytes as text. */
    public static String of(byte[] bytes) {
        var text = new StringBuilder(bytes.length + 16);
        for (var at = 0; at < bytes.length; ) {
            var length = Utf8.length(bytes, at, bytes.length);
            var isPlain = length == 1 ? bytes[at] >= 0x20 && bytes[at] != 0x7F && bytes[at] != '%' : length > 1;
            // The control characters beyond ASCII are those from U+0080 to U+009F.
            if (isPlain && !(length == 2 && bytes[at] == (byte) 0xC2 && (bytes[at + 1] & 0xFF) < 0xA0)) {
                text.append(new String(bytes, at, length, StandardCharsets.UTF_8));
                at += length;
            } else {
                text.append('%').append(DIGITS.charAt((bytes[at] & 0xFF) >>> 4)).append(DIGITS.charAt(bytes[at] & 0xF));
                at++;
            }
        }
        return text.toString();
    }

    /** The bytes that the text stands for; any byte may be escaped, with digits of either case. */
    public static byte[] parse(String text) throws FormatException {
        var bytes = new ByteArrayOutputStream(text.length() + 16);
        for (var at = 0; at < text.length(); ) {
            var percent = text.indexOf('%', at);
            var end = percent < 0 ? text.length() : percent;
            bytes.writeBytes(encode(text, at, end));
            at = end;
            if (percent >= 0) {
                bytes.write(escaped(text, percent));
                at += 3;
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] encode(String text, int from, int to) throws FormatException {
        try {
            var encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text, from, to));
            var bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new FormatException("The text has half of a character in it", e);
        }
    }

    private static int escaped(String text, int percent) throws FormatException {
        if (percent + 2 >= text.length()
                || !HexFormat.isHexDigit(text.charAt(percent + 1))
                || !HexFormat.isHexDigit(text.charAt(percent + 2))) {
            throw new FormatException("A percent sign must be followed by two hexadecimal digits; its own is %25");
        }
        return HexFormat.fromHexDigits(text, percent + 1, percent + 3);
    }
}
