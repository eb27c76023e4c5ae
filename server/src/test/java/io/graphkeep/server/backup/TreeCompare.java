package io.graphkeep.server.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A comparison of two directories by everything that a restore brings back: names, kinds, contents, modes, owners,
 * modification times to the nanosecond, link targets, hard links and the users' extended attributes.
 *
 * <p>Looks through Java's own file system, so that it shares no code with what it judges.
 */
public final class TreeCompare {
    private final boolean owners;
    private final List<String> differences = new ArrayList<>();

    private TreeCompare(boolean owners) {
        this.owners = owners;
    }

    /** The differences, a sentence each; none means equal. Sockets, FIFOs and devices of the expected side are left out. */
    public static List<String> differences(Path expected, Path actual) throws IOException {
        return compare(expected, actual, true);
    }

    /** As above, but for owners and groups. */
    public static List<String> differencesButOwners(Path expected, Path actual) throws IOException {
        return compare(expected, actual, false);
    }

    private static List<String> compare(Path expected, Path actual, boolean owners) throws IOException {
        var compare = new TreeCompare(owners);
        var left = list(expected, true);
        var right = list(actual, false);
        for (var name : left.keySet()) {
            if (right.containsKey(name)) {
                compare.entry(name, left.get(name), right.get(name));
            } else {
                compare.differences.add(name + ": missing");
            }
        }
        right.keySet().stream()
                .filter(name -> !left.containsKey(name))
                .forEach(name -> compare.differences.add(name + ": not expected"));
        compare.hardLinks(left, right);
        return compare.differences;
    }

    private static Map<String, Path> list(Path root, boolean heldOnly) throws IOException {
        var found = new TreeMap<String, Path>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                found.put(key(root, directory), directory);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!heldOnly || !attributes.isOther()) {
                    found.put(key(root, file), file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    /** The path by its raw bytes, which its text may have lost. */
    private static String key(Path root, Path path) {
        var base = root.toUri().toString();
        var text = path.toUri().toString();
        var own = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return own.length() < base.length()
                ? "."
                : own.substring(base.endsWith("/") ? base.length() : base.length() + 1);
    }

    private void entry(String name, Path expected, Path actual) throws IOException {
        var left = Files.readAttributes(expected, "unix:*", LinkOption.NOFOLLOW_LINKS);
        var right = Files.readAttributes(actual, "unix:*", LinkOption.NOFOLLOW_LINKS);
        var isLink = Files.isSymbolicLink(expected);
        equal(name, "kind", (int) value(left, "mode") & 0170000, (int) value(right, "mode") & 0170000);
        // Setuid and setgid never come back.
        var kept = isLink ? 0 : 01777;
        equal(name, "mode", (int) value(left, "mode") & kept, (int) value(right, "mode") & kept);
        equal(name, "mtime", time(left), time(right));
        if (owners) {
            equal(name, "uid", value(left, "uid"), value(right, "uid"));
            equal(name, "gid", value(left, "gid"), value(right, "gid"));
        }
        if (isLink) {
            equal(name, "target", Files.readSymbolicLink(expected), Files.readSymbolicLink(actual));
            return;
        }
        equal(name, "extended attributes", attributes(expected), attributes(actual));
        if (Files.isRegularFile(expected, LinkOption.NOFOLLOW_LINKS)
                && Files.isRegularFile(actual, LinkOption.NOFOLLOW_LINKS)) {
            equal(name, "size", Files.size(expected), Files.size(actual));
            equal(name, "first different byte", -1L, Files.mismatch(expected, actual));
        }
    }

    private void hardLinks(Map<String, Path> left, Map<String, Path> right) throws IOException {
        equal(".", "hard links", groups(left), groups(right));
    }

    /** For each file with several names: its other names by its first. */
    private static Map<String, String> groups(Map<String, Path> paths) throws IOException {
        var first = new HashMap<Object, String>();
        var groups = new TreeMap<String, String>();
        for (var entry : paths.entrySet()) {
            if (Files.isRegularFile(entry.getValue(), LinkOption.NOFOLLOW_LINKS)) {
                var key = Files.readAttributes(entry.getValue(), BasicFileAttributes.class)
                        .fileKey();
                var other = first.putIfAbsent(key, entry.getKey());
                if (other != null) {
                    groups.put(entry.getKey(), other);
                }
            }
        }
        return groups;
    }

    private static Map<String, String> attributes(Path path) throws IOException {
        var view = Files.getFileAttributeView(path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        var found = new TreeMap<String, String>();
        for (var name : view.list()) {
            var buffer = ByteBuffer.allocate(view.size(name));
            view.read(name, buffer);
            found.put(name, HexFormat.of().formatHex(buffer.array()));
        }
        return found;
    }

    private static Object value(Map<String, Object> attributes, String name) {
        return java.util.Objects.requireNonNull(attributes.get(name), name);
    }

    private static Object time(Map<String, Object> attributes) {
        return ((FileTime) value(attributes, "lastModifiedTime")).toInstant();
    }

    private void equal(String name, String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            differences.add(name + ": " + what + " is " + actual + ", not " + expected);
        }
    }
}
