package io.graphkeep.server.security;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * The directories of this machine that callers may have read and written.
 *
 * <p>A path is judged after its links are resolved; of one that is not there yet the nearest existing parent is. The
 * server's own directories, anything in them and any parent of them are refused to everyone, roots or not. The answer is
 * the resolved path, and that one is to be used: the one that was named can change its meaning. A refused path is refused
 * before anyone learns whether it exists.
 */
public final class PathPolicy {
    private static final int LONGEST = 4096;

    private final List<Path> roots;
    private final List<Path> own;
    private final boolean loopback;

    /**
     * @param roots the configured roots; none means that an admin may name any directory, as long as the server listens on
     *     loopback only
     * @param own the server's home, store, database and keys
     * @param loopback whether the server listens on loopback only
     */
    public PathPolicy(List<Path> roots, List<Path> own, boolean loopback) {
        this.roots = List.copyOf(roots);
        this.own = List.copyOf(own);
        this.loopback = loopback;
    }

    /** The directory to read a graph from, resolved. */
    public Path source(String path, Principal principal) {
        var named = named(path, principal);
        var resolved = resolve(named);
        allow(named, resolved);
        if (!Files.isDirectory(resolved)) {
            throw new GraphkeepException(
                    Reason.SOURCE_NOT_FOUND, "The source " + named + " does not exist or is not a directory.");
        }
        return resolved;
    }

    /** The directory to restore into, resolved; it need not exist. */
    public Path destination(String path, Principal principal) {
        var named = named(path, principal);
        var resolved = resolve(named);
        allow(named, resolved);
        if (isRoot(resolved)) {
            throw refused(named, "is a root itself, and a restore works beside its destination, inside of a root");
        }
        return resolved;
    }

    private Path named(String path, Principal principal) {
        var named = parse(path);
        if (roots.isEmpty() && !(loopback && principal.mayUse(Role.ADMIN))) {
            throw refused(named, "may not be named: GRAPHKEEP_ROOTS is not set, so that only an admin may name paths");
        }
        return named;
    }

    private static Path parse(String path) {
        if (path.isEmpty() || path.length() > LONGEST) {
            throw GraphkeepException.invalid("path", "it must have 1 to " + LONGEST + " characters");
        }
        try {
            var parsed = Path.of(path);
            if (!parsed.isAbsolute()) {
                throw GraphkeepException.invalid("path", "it must be absolute: it is a path on the server's machine");
            }
            for (var name : parsed) {
                if (name.toString().equals("..") || name.toString().equals(".")) {
                    throw GraphkeepException.invalid("path", "it must not contain . or ..");
                }
            }
            return parsed;
        } catch (InvalidPathException e) {
            throw GraphkeepException.invalid("path", "it holds a character that no path can hold");
        }
    }

    private void allow(Path named, Path resolved) {
        var home = own.stream().map(PathPolicy::resolve).toList();
        if (home.stream().anyMatch(mine -> resolved.startsWith(mine) || mine.startsWith(resolved))) {
            throw refused(
                    named,
                    "is, holds or lies in one of the server's own directories (home, store, database and keys), which"
                            + " no graph is read from or restored to");
        }
        if (!roots.isEmpty() && roots.stream().map(PathPolicy::resolve).noneMatch(resolved::startsWith)) {
            throw refused(
                    named,
                    "does not lie under any of the configured roots (GRAPHKEEP_ROOTS) once its links are resolved");
        }
    }

    private boolean isRoot(Path resolved) {
        return roots.stream().map(PathPolicy::resolve).anyMatch(resolved::equals);
    }

    /** The real path of the nearest parent that exists, with the names below it. */
    private static Path resolve(Path path) {
        var missing = Path.of("");
        for (var parent = path; parent != null; parent = parent.getParent()) {
            try {
                var real = parent.toRealPath();
                return missing.toString().isEmpty() ? real : real.resolve(missing);
            } catch (AccessDeniedException e) {
                throw refused(path, "cannot be resolved by the server's user");
            } catch (FileSystemException e) {
                // Not there, or below something that is no directory: the parent decides.
                if (Files.isSymbolicLink(parent)) {
                    throw refused(path, "goes through a link that leads nowhere");
                }
                var name = parent.getFileName();
                missing = name == null ? missing : name.resolve(missing);
            } catch (IOException e) {
                throw refused(path, "cannot be resolved on the server's machine");
            }
        }
        return path;
    }

    private static GraphkeepException refused(Path path, String why) {
        return new GraphkeepException(Reason.PATH_NOT_ALLOWED, "The path " + path + " " + why + ".");
    }
}
