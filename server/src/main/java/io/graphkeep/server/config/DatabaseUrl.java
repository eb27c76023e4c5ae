package io.graphkeep.server.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a database, taken apart so that its password stands alone.
 *
 * <p>Understands what drivers of other languages write, {@code postgresql+asyncpg://} among them.
 */
sealed interface DatabaseUrl {

    /** A PostgreSQL; the JDBC URL has neither user nor password in it. */
    record Postgres(
            String jdbcUrl, @Nullable String user, @Nullable Secret password) implements DatabaseUrl {
        @Override
        public String toString() {
            var credentials = new ArrayList<String>();
            if (user != null) {
                credentials.add("user=" + user);
            }
            if (password != null) {
                credentials.add("password=" + Secret.MASK);
            }
            if (credentials.isEmpty()) {
                return mask(jdbcUrl);
            }
            return mask(jdbcUrl) + (jdbcUrl.contains("?") ? "&" : "?") + String.join("&", credentials);
        }
    }

    /** What the first version could use and this one cannot: it stands for the embedded database. */
    record Sqlite() implements DatabaseUrl {
        @Override
        public String toString() {
            return "sqlite (the embedded database is used instead)";
        }
    }

    Pattern SHAPE = Pattern.compile(
            "(?:jdbc:)?(?:postgres|postgresql)(?:\\+[a-z0-9_]+)?://"
                + "(?:(?<credentials>[^/?#]*)@)?(?<hosts>[^/?#@\\s]+)/(?<name>[^/?#\\s]+)(?:\\?(?<query>[^#\\s]*))?",
            Pattern.CASE_INSENSITIVE);

    Pattern HOST = Pattern.compile("(?:[A-Za-z0-9_][A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.%]+])(?::\\d{1,5})?");

    static DatabaseUrl parse(String text, boolean sqliteToo) throws BadValueException {
        if (text.toLowerCase(Locale.ROOT).startsWith("sqlite")) {
            if (sqliteToo) {
                return new Sqlite();
            }
            throw new BadValueException("SQLite cannot hold the catalog; unset the key to use the embedded database.");
        }
        var shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            throw new BadValueException();
        }
        for (var host : shape.group("hosts").split(",", -1)) {
            if (!HOST.matcher(host).matches()) {
                throw new BadValueException();
            }
        }
        return postgres(
                "jdbc:postgresql://" + shape.group("hosts") + "/" + shape.group("name"),
                shape.group("credentials"),
                shape.group("query"));
    }

    /** The text with the values of all parameters that look like secrets hidden. */
    static String mask(String jdbcUrl) {
        return jdbcUrl.replaceAll("(?i)([?&][^=&]*(?:password|secret|token)[^=&]*=)[^&]*", "$1" + Secret.MASK);
    }

    private static DatabaseUrl postgres(String address, @Nullable String credentials, @Nullable String query)
            throws BadValueException {
        @Nullable String user = null;
        @Nullable String password = null;
        if (credentials != null && !credentials.isEmpty()) {
            var colon = credentials.indexOf(':');
            user = decoded(colon < 0 ? credentials : credentials.substring(0, colon), false);
            password = colon < 0 ? null : decoded(credentials.substring(colon + 1), false);
        }
        var rest = new ArrayList<String>();
        for (var parameter : query == null ? new String[0] : query.split("&", -1)) {
            if (parameter.startsWith("user=")) {
                user = decoded(parameter.substring("user=".length()), true);
            } else if (parameter.startsWith("password=")) {
                password = decoded(parameter.substring("password=".length()), true);
            } else if (!parameter.isEmpty()) {
                rest.add(parameter);
            }
        }
        var jdbcUrl = rest.isEmpty() ? address : address + "?" + String.join("&", rest);
        return new Postgres(jdbcUrl, user, password == null ? null : new Secret(password));
    }

    private static String decoded(String text, boolean plusIsSpace) throws BadValueException {
        try {
            return URLDecoder.decode(plusIsSpace ? text : text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            throw new BadValueException("A % in its user or password is written %25.");
        }
    }
}
