package io.graphkeep.transfer;

import java.util.Locale;
import java.util.Set;

/**
 * Tells text from anything else by a file's name and its first 4 KiB.
 *
 * <p>A name that ends as text files do is believed unless a NUL says otherwise; any other needs a head that is UTF-8 without
 * control characters but tab, line feed, form feed and carriage return. The rule is part of the format.
 */
final class ContentSniffer {
    /** How many bytes from the start are looked at. */
    static final int HEAD_BYTES = 4096;

    private static final Set<String> TEXT_SUFFIXES = Set.of(
            "json",
            "jsonl",
            "ndjson",
            "geojson",
            "graphml",
            "gexf",
            "xml",
            "html",
            "htm",
            "svg",
            "csv",
            "tsv",
            "md",
            "markdown",
            "rst",
            "txt",
            "text",
            "log",
            "yaml",
            "yml",
            "toml",
            "ini",
            "cfg",
            "conf",
            "sql");

    private ContentSniffer() {}

    static boolean isText(String name, byte[] bytes, int offset, int length) {
        var end = offset + Math.min(length, HEAD_BYTES);
        return TEXT_SUFFIXES.contains(suffix(name)) ? hasNoNul(bytes, offset, end) : looksLikeText(bytes, offset, end);
    }

    private static String suffix(String name) {
        var dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    private static boolean hasNoNul(byte[] bytes, int offset, int end) {
        for (var i = offset; i < end; i++) {
            if (bytes[i] == 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean looksLikeText(byte[] bytes, int offset, int end) {
        for (var at = offset; at < end; ) {
            var length = Utf8.length(bytes, at, end);
            if (length == 0 || (length == 1 && isControl(bytes[at]))) {
                return false;
            }
            at += length == Utf8.CUT_OFF ? end - at : length;
        }
        return true;
    }

    private static boolean isControl(byte value) {
        return (value >= 0 && value < 0x20 && value != '\t' && value != '\n' && value != '\f' && value != '\r')
                || value == 0x7F;
    }
}
