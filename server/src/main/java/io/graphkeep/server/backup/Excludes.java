package io.graphkeep.server.backup;

import java.util.List;

/**
 * The paths of a source that are left out: patterns as in .gitignore, without negation.
 *
 * <p>{@code *} and {@code ?} stay within one name, {@code **} stands for any number of directories, a slash at the end asks
 * for a directory, and a slash at the beginning or inside ties the pattern to the top.
 */
final class Excludes {
    static final Excludes NONE = new Excludes(List.of());

    private final List<Pattern> patterns;

    private Excludes(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    static Excludes of(List<String> patterns) {
        return patterns.isEmpty()
                ? NONE
                : new Excludes(patterns.stream().map(Pattern::of).toList());
    }

    /** Whether the path, given as its names from the top, is left out; what lies below a left out directory goes with it. */
    boolean match(List<String> path, boolean directory) {
        for (var pattern : patterns) {
            if ((directory || !pattern.directoryOnly) && covers(pattern.parts, path)) {
                return true;
            }
        }
        return false;
    }

    private record Pattern(List<String> parts, boolean directoryOnly) {
        static Pattern of(String text) {
            var directoryOnly = text.endsWith("/");
            var body = directoryOnly ? text.substring(0, text.length() - 1) : text;
            var anchored = body.contains("/");
            body = body.startsWith("/") ? body.substring(1) : body;
            var parts = List.of(body.split("/", -1));
            if (anchored) {
                return new Pattern(parts, directoryOnly);
            }
            return new Pattern(List.of("**", parts.get(0)), directoryOnly);
        }
    }

    private static boolean covers(List<String> parts, List<String> path) {
        var part = 0;
        var at = 0;
        var star = -1;
        var resume = 0;
        while (at < path.size()) {
            if (part < parts.size() && parts.get(part).equals("**")) {
                star = part++;
                resume = at;
            } else if (part < parts.size() && nameMatches(parts.get(part), path.get(at))) {
                part++;
                at++;
            } else if (star >= 0) {
                // Only the newest ** needs another try: it can take over whatever an earlier one might have taken.
                part = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (part < parts.size() && parts.get(part).equals("**")) {
            part++;
        }
        return part == parts.size();
    }

    private static boolean nameMatches(String glob, String name) {
        var g = 0;
        var n = 0;
        var star = -1;
        var resume = 0;
        while (n < name.length()) {
            if (g < glob.length() && glob.charAt(g) == '*') {
                star = g++;
                resume = n;
            } else if (g < glob.length() && (glob.charAt(g) == '?' || glob.charAt(g) == name.charAt(n))) {
                g++;
                n++;
            } else if (star >= 0) {
                g = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }
}
