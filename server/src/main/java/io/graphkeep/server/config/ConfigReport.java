package io.graphkeep.server.config;

import java.util.List;
import java.util.stream.Collectors;

/** What is in force, as text in columns or as JSON. It only ever sees values that are already masked. */
final class ConfigReport {
    private ConfigReport() {}

    static String text(Configuration configuration) {
        var settings = configuration.settings();
        var keyWidth = settings.stream()
                .mapToInt(setting -> setting.key().length())
                .max()
                .orElse(0);
        var valueWidth = settings.stream()
                .mapToInt(setting -> shown(setting).length())
                .filter(width -> width <= 48)
                .max()
                .orElse(0);
        return settings.stream()
                .map(setting -> pad(setting.key(), keyWidth) + "  " + pad(shown(setting), valueWidth) + "  "
                        + origin(setting) + "\n")
                .collect(Collectors.joining());
    }

    static String json(Configuration configuration) {
        var settings = configuration.settings().stream()
                .map(setting -> "{\"key\": " + quoted(setting.key()) + ", \"value\": " + quoted(setting.value())
                        + ", \"source\": " + quoted(setting.source().name()) + ", \"where\": "
                        + quoted(setting.where()) + ", \"default\": " + setting.isDefault() + "}")
                .toList();
        var warnings =
                configuration.warnings().stream().map(ConfigReport::quoted).toList();
        return "{\n  \"settings\": " + array(settings) + ",\n  \"warnings\": " + array(warnings) + "\n}\n";
    }

    static String json(List<Problem> problems) {
        var all = problems.stream()
                .map(problem ->
                        "{\"key\": " + quoted(problem.key()) + ", \"problem\": " + quoted(problem.sentence()) + "}")
                .toList();
        return "{\n  \"problems\": " + array(all) + "\n}\n";
    }

    private static String shown(Setting setting) {
        return setting.value().isEmpty() ? "-" : setting.value();
    }

    private static String origin(Setting setting) {
        return switch (setting.source()) {
            case DEFAULT, ENVIRONMENT -> setting.source().words();
            case FLAG, FIRST_VERSION, FILE, FILE_FIRST_VERSION ->
                setting.source().words() + " (" + setting.where() + ")";
        };
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String array(List<String> elements) {
        return elements.isEmpty() ? "[]" : elements.stream().collect(Collectors.joining(",\n    ", "[\n    ", "\n  ]"));
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.chars().forEach(letter -> {
            switch (letter) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                default -> {
                    if (letter < ' ') {
                        quoted.append(String.format("\\u%04x", letter));
                    } else {
                        quoted.append((char) letter);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
