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
        for (var i = offset; i < end; ) {
            var lead = bytes[i] & 0xFF;
            var length = sequenceLength(lead);
            if (length == 0) {
                return false;
            }
            for (var k = 1; k < length && i + k < end; k++) {
                if (!continues(lead, k, bytes[i + k] & 0xFF)) {
                    return false;
                }
            }
            i += length;
        }
        return true;
    }

    /** How many bytes a character that begins so has; 0 where no text has it. */
    private static int sequenceLength(int lead) {
        if (lead < 0x80) {
            var plain = (lead >= 0x20 && lead != 0x7F) || lead == '\t' || lead == '\n' || lead == '\f' || lead == '\r';
            return plain ? 1 : 0;
        }
        if (lead < 0xC2 || lead > 0xF4) {
            return 0;
        }
        return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    }

    private static boolean continues(int lead, int index, int value) {
        var low = 0x80;
        var high = 0xBF;
        if (index == 1) {
            low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : low;
            high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : high;
        }
        return value >= low && value <= high;
    }
}
