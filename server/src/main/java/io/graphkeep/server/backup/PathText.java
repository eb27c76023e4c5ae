package io.graphkeep.server.backup;

import io.graphkeep.transfer.EscapedText;
import io.graphkeep.transfer.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Paths as the contract's texts carry them, told and understood: every byte of a name survives. */
public final class PathText {
    private PathText() {}

    /** The text of a path that is UTF-8. */
    public static String of(String path) {
        return EscapedText.of(path.getBytes(StandardCharsets.UTF_8));
    }

    /** The raw bytes of a text; null where it is malformed. */
    public static byte @Nullable [] parse(String text) {
        try {
            return EscapedText.parse(text);
        } catch (FormatException e) {
            return null;
        }
    }

    /** The path that a text spells; null where it is malformed, or where the path is not UTF-8. */
    public static @Nullable String parseToString(String text) {
        var raw = parse(text);
        if (raw == null) {
            return null;
        }
        var path = new String(raw, StandardCharsets.UTF_8);
        return Arrays.equals(path.getBytes(StandardCharsets.UTF_8), raw) ? path : null;
    }
}
