package io.graphkeep.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a restore must bring back of a directory: each path with its kind, mode, owners, time, content and link group.
 *
 * <p>Two directories are equal when their listings are. Setuid, setgid and what is never captured (sockets, FIFOs) are left out.
 */
final class TreeListing {
    private static final int KEPT_MODE = 01777;

    private TreeListing() {}

    static SortedMap<String, String> of(Path top) {
        var lines = new TreeMap<String, String>();
        var groups = new TreeMap<Object, String>();
        try (var paths = Files.walk(top)) {
            for (var path : (Iterable<Path>) paths.sorted()::iterator) {
                var line = line(path, groups, top);
                if (!line.isEmpty()) {
                    lines.put(top.relativize(path).toString(), line);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return lines;
    }

    private static String line(Path path, Map<Object, String> groups, Path top) throws IOException {
        var about = Files.readAttributes(
                path, "unix:mode,uid,gid,lastModifiedTime,size,ino,nlink", LinkOption.NOFOLLOW_LINKS);
        var mode = number(about, "mode");
        var owners = about.get("uid") + ":" + about.get("gid");
        var modified = about.get("lastModifiedTime");
        if (Files.isSymbolicLink(path)) {
            return "link " + owners + " -> " + Files.readSymbolicLink(path);
        }
        var common = Integer.toOctalString(mode & KEPT_MODE) + " " + owners + " " + modified;
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return "directory " + common;
        }
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return "";
        }
        var group = "";
        if (number(about, "nlink") > 1) {
            group = " same file as "
                    + groups.computeIfAbsent(
                            about.get("ino"), first -> top.relativize(path).toString());
        }
        return "file " + common + " " + about.get("size") + " " + digest(path) + group;
    }

    private static int number(Map<String, Object> about, String attribute) {
        return (int) Objects.requireNonNull(about.get(attribute));
    }

    private static String digest(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var digest = MessageDigest.getInstance("SHA-256");
            var buffer = new byte[1 << 16];
            for (var read = in.read(buffer); read > 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
