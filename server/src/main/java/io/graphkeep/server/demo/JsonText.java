package io.graphkeep.server.demo;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** JSON as Python's {@code json.dump} writes it: indented by two, or on one line. */
final class JsonText {
    private final StringBuilder text = new StringBuilder();
    private final boolean indented;

    private JsonText(boolean indented) {
        this.indented = indented;
    }

    static String indented(Object value) {
        var json = new JsonText(true);
        json.add(value, 0);
        return json.text.toString();
    }

    static String oneLine(Object value) {
        var json = new JsonText(false);
        json.add(value, 0);
        return json.text.toString();
    }

    private void add(Object value, int depth) {
        switch (value) {
            case Map<?, ?> map -> addMap(map, depth);
            case List<?> list -> addList(list, depth);
            case String string -> addString(string);
            default -> text.append(value);
        }
    }

    private void addMap(Map<?, ?> map, int depth) {
        text.append('{');
        for (var entries = map.entrySet().iterator(); entries.hasNext(); ) {
            var entry = entries.next();
            line(depth + 1);
            addString(String.valueOf(entry.getKey()));
            text.append(": ");
            add(entry.getValue(), depth + 1);
            comma(entries);
        }
        if (!map.isEmpty()) {
            line(depth);
        }
        text.append('}');
    }

    private void addList(List<?> list, int depth) {
        text.append('[');
        for (var elements = list.iterator(); elements.hasNext(); ) {
            line(depth + 1);
            add(elements.next(), depth + 1);
            comma(elements);
        }
        if (!list.isEmpty()) {
            line(depth);
        }
        text.append(']');
    }

    private void comma(Iterator<?> rest) {
        if (rest.hasNext()) {
            text.append(indented ? "," : ", ");
        }
    }

    private void line(int depth) {
        if (indented) {
            text.append('\n').append("  ".repeat(depth));
        }
    }

    private void addString(String string) {
        text.append('"');
        string.chars().forEach(letter -> {
            if (letter == '"' || letter == '\\') {
                text.append('\\').append((char) letter);
            } else if (letter < ' ') {
                text.append(String.format("\\u%04x", letter));
            } else {
                text.append((char) letter);
            }
        });
        text.append('"');
    }
}
