package io.graphkeep.cli;

import io.graphkeep.client.ConnectionSettings;
import io.graphkeep.client.ServerAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Contexts as lines of text: {@code use = NAME}, then for each {@code [NAME]} and its {@code key = value}s. */
final class ContextText {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final String HEAD = "# Written by 'graphkeep context'. Keep it to yourself: it may hold tokens.\n";

    private ContextText() {}

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    static String of(Contexts contexts) {
        var text = new StringBuilder(HEAD);
        line(text, "use", contexts.used());
        contexts.named().forEach((name, settings) -> {
            text.append("\n[").append(name).append("]\n");
            line(text, "server", settings.server());
            line(text, "token", settings.token());
            line(text, "token-file", settings.tokenFile());
            line(text, "ca", settings.ca());
            line(text, "cert", settings.certificate());
            line(text, "cert-key", settings.certificateKey());
            line(text, "plaintext", settings.plaintext() ? "true" : null);
        });
        return text.toString();
    }

    static Contexts parse(String text) {
        String used = null;
        String name = null;
        var named = new LinkedHashMap<String, ConnectionSettings>();
        var values = new LinkedHashMap<String, String>();
        for (var raw : text.lines().toList()) {
            var line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[") && line.endsWith("]")) {
                put(named, name, values);
                name = line.substring(1, line.length() - 1);
                values.clear();
                continue;
            }
            var equals = line.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("a line is neither [NAME] nor key = value");
            }
            var key = line.substring(0, equals).strip();
            var value = line.substring(equals + 1).strip();
            if (name != null) {
                values.put(key, value);
            } else if (key.equals("use")) {
                used = value;
            }
        }
        put(named, name, values);
        return new Contexts(used != null && named.containsKey(used) ? used : null, named);
    }

    private static void put(Map<String, ConnectionSettings> named, @Nullable String name, Map<String, String> values) {
        if (name == null) {
            return;
        }
        if (!isName(name)) {
            throw new IllegalArgumentException("[" + name + "] is no name of a context");
        }
        named.put(
                name,
                new ConnectionSettings(
                        value(values, "server", ServerAddress::parse),
                        values.get("token"),
                        value(values, "token-file", Path::of),
                        value(values, "ca", Path::of),
                        value(values, "cert", Path::of),
                        value(values, "cert-key", Path::of),
                        "true".equals(values.get("plaintext"))));
    }

    private static <T> @Nullable T value(Map<String, String> values, String key, Function<String, T> parse) {
        var text = values.get(key);
        return text == null ? null : parse.apply(text);
    }

    private static void line(StringBuilder text, String key, @Nullable Object value) {
        if (value != null) {
            text.append(key).append(" = ").append(value).append('\n');
        }
    }
}
