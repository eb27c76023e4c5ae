package io.graphkeep.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows under a header, in columns as wide as their widest cell. Control characters of what a server sent are made visible. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... header) {
        rows.add(List.of(header));
    }

    Table row(Object... cells) {
        var row = new ArrayList<String>();
        for (var cell : cells) {
            row.add(visible(String.valueOf(cell)));
        }
        rows.add(List.copyOf(row));
        return this;
    }

    /** The rows as lines, without blanks at their ends. */
    List<String> lines() {
        var widths = new int[rows.get(0).size()];
        for (var row : rows) {
            for (var i = 0; i < widths.length; i++) {
                widths[i] = Math.max(
                        widths[i], row.get(i).codePointCount(0, row.get(i).length()));
            }
        }
        var lines = new ArrayList<String>();
        for (var row : rows) {
            var line = new StringBuilder();
            for (var i = 0; i < widths.length; i++) {
                var cell = row.get(i);
                line.append(cell);
                line.append(" ".repeat(widths[i] - cell.codePointCount(0, cell.length()) + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** Text that cannot move a terminal's cursor or change its colours. */
    static String visible(String text) {
        var shown = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (Character.isISOControl(point)) {
                shown.append(String.format("\\x%02x", point));
            } else {
                shown.appendCodePoint(point);
            }
        });
        return shown.toString();
    }
}
