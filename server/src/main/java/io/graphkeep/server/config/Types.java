package io.graphkeep.server.config;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The types that keys have. */
final class Types {
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");
    private static final ValueType<Boolean> BOOL =
            new ValueType<>("true or false (1 or 0, yes or no, on or off)", (text, surroundings) -> toBoolean(text));

    private Types() {}

    static ValueType<Boolean> bool() {
        return BOOL;
    }

    static ValueType<Integer> port() {
        return new ValueType<>("a port from 0 to 65535, where 0 takes any free one", (text, surroundings) -> {
            if (text.contains("://")) {
                throw new BadValueException("A value like this comes from Kubernetes, which sets such variables for a"
                        + " service whose name begins with graphkeep: set enableServiceLinks: false in the pod, or"
                        + " rename the service.");
            }
            return whole(text, 0, 65_535);
        });
    }

    static ValueType<Integer> integer(int least, int most) {
        return new ValueType<>(
                "a whole number from " + least + " to " + most, (text, surroundings) -> whole(text, least, most));
    }

    static ValueType<Duration> duration(Duration least, Duration most) {
        return new ValueType<>(
                "a duration from " + Durations.show(least) + " to " + Durations.show(most)
                        + ", like 500ms, 30s, 5m, 12h or 7d",
                (text, surroundings) -> between(least, Durations.parse(text), most),
                Durations::show);
    }

    /** A bare number of hours, as the first version took it. */
    static ValueType<Duration> hours(Duration least, Duration most) {
        return numberOf("hours", Duration.ofHours(1), least, most);
    }

    /** A bare number of seconds, as the first version took it. */
    static ValueType<Duration> seconds(Duration least, Duration most) {
        return numberOf("seconds", Duration.ofSeconds(1), least, most);
    }

    static ValueType<Long> size(long least, long most) {
        return new ValueType<>(
                "a size from " + Sizes.show(least) + " to " + Sizes.show(most) + ", like 512KiB, 32MiB or 2GiB",
                (text, surroundings) -> between(least, Sizes.parse(text), most),
                Sizes::show);
    }

    /** Bytes a second. */
    static ValueType<Long> rate(long least, long most) {
        return new ValueType<>(
                "a size a second from " + Sizes.show(least) + " to " + Sizes.show(most) + ", like 50MiB",
                (text, surroundings) -> between(least, Sizes.parse(text.replaceFirst("/s$", "")), most),
                Sizes::show);
    }

    static ValueType<Path> path() {
        return new ValueType<>("an absolute path; ~ stands for the user's home", Types::toPath);
    }

    static ValueType<List<Path>> paths() {
        return new ValueType<>(
                "absolute paths separated by `:`",
                (text, surroundings) -> {
                    var paths = new ArrayList<Path>();
                    for (var part : text.split(":", -1)) {
                        if (!part.isBlank()) {
                            paths.add(toPath(part.strip(), surroundings));
                        }
                    }
                    if (paths.isEmpty()) {
                        throw new BadValueException();
                    }
                    return List.copyOf(paths);
                },
                paths -> paths.stream().map(Path::toString).collect(Collectors.joining(":")));
    }

    static ValueType<List<String>> hostNames() {
        return new ValueType<>(
                "hosts' names separated by `,`",
                (text, surroundings) -> {
                    var names = new ArrayList<String>();
                    for (var part : text.split(",", -1)) {
                        names.add(hostName(part.strip()).toLowerCase(Locale.ROOT));
                    }
                    return List.copyOf(names);
                },
                names -> String.join(",", names));
    }

    static ValueType<String> text(String pattern, String allowed) {
        var whole = Pattern.compile(pattern);
        return new ValueType<>(allowed, (text, surroundings) -> {
            if (!whole.matcher(text).matches()) {
                throw new BadValueException();
            }
            return text;
        });
    }

    static ValueType<Secret> secret() {
        return new ValueType<>("a secret", (text, surroundings) -> new Secret(text));
    }

    static ValueType<ZoneId> zone() {
        return new ValueType<>("a time zone like UTC or Europe/Berlin", (text, surroundings) -> {
            try {
                return ZoneId.of(text);
            } catch (DateTimeException unknown) {
                throw new BadValueException();
            }
        });
    }

    static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
        var constants = type.getEnumConstants();
        var names = Arrays.stream(constants).map(Types::lower).toList();
        var allowed = String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
        return new ValueType<>(
                allowed,
                (text, surroundings) -> {
                    var at = names.indexOf(text.toLowerCase(Locale.ROOT));
                    if (at < 0) {
                        throw new BadValueException();
                    }
                    return constants[at];
                },
                Types::lower);
    }

    static ValueType<ListenAddress> listenAddress() {
        return new ValueType<>("an address like 127.0.0.1, 0.0.0.0 or ::1, or a host's name", (text, surroundings) -> {
            var host = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
            return new ListenAddress(isLiteral(host) ? host : hostName(host));
        });
    }

    static ValueType<DatabaseUrl> databaseUrl(boolean sqliteToo) {
        return new ValueType<>(
                "a URL like postgresql://user:password@host:5432/name",
                (text, surroundings) -> DatabaseUrl.parse(text, sqliteToo));
    }

    /**
     * @param relativeToo whether a relative path is taken from the working directory, as the first version did
     */
    static ValueType<StoreUrl> storeUrl(boolean relativeToo) {
        var path = relativeToo ? "a path" : "an absolute path";
        return new ValueType<>(path + " or a URL like file:///srv/graphkeep", (text, surroundings) -> {
            if (text.regionMatches(true, 0, "file:", 0, 5)) {
                return new StoreUrl(fromUrl(text));
            }
            var scheme = SCHEME.matcher(text);
            if (scheme.matches()) {
                throw new BadValueException(
                        "Stores at " + scheme.group(1) + ": are not supported yet; a directory is.");
            }
            return new StoreUrl(relativeToo ? fromHere(text, surroundings) : toPath(text, surroundings));
        });
    }

    private static Boolean toBoolean(String text) throws BadValueException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on" -> true;
            case "false", "0", "no", "off" -> false;
            default -> throw new BadValueException();
        };
    }

    private static Integer whole(String text, int least, int most) throws BadValueException {
        if (!WHOLE.matcher(text).matches()) {
            throw new BadValueException();
        }
        return between(least, Integer.valueOf(text), most);
    }

    private static ValueType<Duration> numberOf(String units, Duration unit, Duration least, Duration most) {
        return new ValueType<>(
                "a number of " + units + ", " + Durations.show(least) + " to " + Durations.show(most) + " in all",
                (text, surroundings) -> between(least, Durations.times(text, unit), most),
                Durations::show);
    }

    private static <T extends Comparable<T>> T between(T least, T value, T most) throws BadValueException {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new BadValueException();
        }
        return value;
    }

    private static Path toPath(String text, Surroundings surroundings) throws BadValueException {
        var path = expanded(text, surroundings);
        if (!path.isAbsolute()) {
            throw new BadValueException();
        }
        return path.normalize();
    }

    private static Path fromHere(String text, Surroundings surroundings) throws BadValueException {
        return surroundings
                .workingDirectory()
                .resolve(expanded(text, surroundings))
                .normalize();
    }

    private static Path expanded(String text, Surroundings surroundings) throws BadValueException {
        try {
            if (text.equals("~") || text.startsWith("~/")) {
                return Path.of(surroundings.userHome() + text.substring(1));
            }
            return Path.of(text);
        } catch (InvalidPathException unusable) {
            throw new BadValueException();
        }
    }

    private static Path fromUrl(String text) throws BadValueException {
        try {
            return Path.of(URI.create(text)).normalize();
        } catch (IllegalArgumentException unusable) {
            throw new BadValueException("A file URL has three slashes and an absolute path behind them.");
        }
    }

    private static boolean isLiteral(String host) {
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }

    private static String hostName(String host) throws BadValueException {
        if (!HOST_NAME.matcher(host).matches() || host.matches("[0-9.]+")) {
            throw new BadValueException();
        }
        return host;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
