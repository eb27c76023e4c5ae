package io.graphkeep.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text of {@code KEY=value} lines: comments, {@code export}, quotes (which may span lines) and comments behind values.
 *
 * <p>Nothing in a value is expanded: {@code $HOME} is five characters. A line that cannot be read is reported by its
 * number, never by its text, which may be a secret.
 */
final class EnvFile {
    private static final Pattern START = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\\s*=\\s*");

    /** One assignment, and the line it begins on. */
    record Entry(String name, String value, int line) {
        @Override
        public String toString() {
            return name + " at line " + line;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final List<Integer> unreadable = new ArrayList<>();
    private final String text;
    private int at;
    private int line = 1;

    private EnvFile(String text) {
        this.text = text;
    }

    static EnvFile parse(String text) {
        var file = new EnvFile(text.replace("\uFEFF", "").replace("\r\n", "\n"));
        while (file.at < file.text.length()) {
            file.readLine();
        }
        return file;
    }

    List<Entry> entries() {
        return entries;
    }

    /** The numbers of the lines that are no assignment. */
    List<Integer> unreadable() {
        return unreadable;
    }

    private void readLine() {
        var first = line;
        skipBlanks();
        if (atEndOfLine() || text.charAt(at) == '#') {
            endLine();
            return;
        }
        var start = START.matcher(text).region(at, endOfLine());
        if (!start.lookingAt()) {
            unreadable.add(first);
            endLine();
            return;
        }
        at = start.end();
        var quote = atEndOfLine() ? ' ' : text.charAt(at);
        var value = quote == '\'' || quote == '"' ? quoted(quote) : bare();
        if (value == null) {
            unreadable.add(first);
        } else {
            entries.add(new Entry(start.group(1), value, first));
        }
        endLine();
    }

    private String bare() {
        var rest = text.substring(at, endOfLine());
        return rest.startsWith("#") ? "" : rest.replaceFirst("\\s#.*$", "").strip();
    }

    /** What stands between the quotes, or null where nothing ends them or something else follows them. */
    private @Nullable String quoted(char quote) {
        var value = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != quote; at++) {
            var next = text.charAt(at);
            if (next == '\n') {
                line++;
            }
            if (next == '\\' && quote == '"' && at + 1 < text.length()) {
                at++;
                value.append(escaped(text.charAt(at)));
            } else {
                value.append(next);
            }
        }
        if (at >= text.length()) {
            return null;
        }
        at++;
        var rest = text.substring(at, endOfLine()).strip();
        return rest.isEmpty() || rest.startsWith("#") ? value.toString() : null;
    }

    private static String escaped(char letter) {
        return switch (letter) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case '"', '\\', '$' -> String.valueOf(letter);
            default -> "\\" + letter;
        };
    }

    private void skipBlanks() {
        while (!atEndOfLine() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean atEndOfLine() {
        return at >= text.length() || text.charAt(at) == '\n';
    }

    private int endOfLine() {
        var end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    private void endLine() {
        at = endOfLine() + 1;
        line++;
    }
}
