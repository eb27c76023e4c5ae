package io.graphkeep.transfer.pull;

import io.graphkeep.transfer.TreePath;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The directory that a pull writes into, and nothing beside it: names are those of a {@link TreePath}, and no symbolic link is
 * ever followed, whoever made it.
 */
final class LocalTree {
    private final Path top;
    private final String base;
    private @Nullable TreePath safeParent;

    LocalTree(Path top) {
        this.top = top;
        var uri = top.toUri().toString();
        this.base = uri.endsWith("/") ? uri : uri + "/";
    }

    Path top() {
        return top;
    }

    /** Where it lies, by the bytes of its name, whatever the locale makes of them. */
    Path resolve(TreePath path) {
        if (path.isRoot()) {
            return top;
        }
        var text = new StringBuilder(base);
        for (var each : path.toBytes()) {
            if (each == '/' || isPlain(each)) {
                text.append((char) each);
            } else {
                text.append('%')
                        .append(Character.forDigit((each >> 4) & 0xF, 16))
                        .append(Character.forDigit(each & 0xF, 16));
            }
        }
        return Path.of(URI.create(text.toString()));
    }

    /** Where something is to be made; the directories above it are made where they are missing. */
    Path place(TreePath path) throws IOException {
        requireParents(path, true);
        return resolve(path);
    }

    /** Where something is that was made before. */
    Path found(TreePath path) throws IOException {
        requireParents(path, false);
        return resolve(path);
    }

    void directory(TreePath path) throws IOException {
        makeDirectory(path, place(path));
    }

    /** Makes way for a file or a link: what an earlier stream left there goes. */
    Path clear(TreePath path) throws IOException {
        var place = place(path);
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            throw PullException.violation(path + " is a directory, and now something else");
        }
        Files.deleteIfExists(place);
        return place;
    }

    private void requireParents(TreePath path, boolean makes) throws IOException {
        var parent = path.parent();
        if (parent.isRoot() || (safeParent != null && parent.equals(safeParent))) {
            return;
        }
        requireParents(parent, makes);
        var directory = resolve(parent);
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            if (!makes) {
                throw PullException.violation(path + " lies below what is no directory");
            }
            makeDirectory(parent, directory);
        }
        safeParent = parent;
    }

    private static void makeDirectory(TreePath path, Path place) throws IOException {
        try {
            Files.createDirectory(place);
        } catch (FileAlreadyExistsException there) {
            if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                throw PullException.violation(path + " is a directory, and was something else", there);
            }
        }
    }

    private static boolean isPlain(byte each) {
        return (each >= 'a' && each <= 'z')
                || (each >= 'A' && each <= 'Z')
                || (each >= '0' && each <= '9')
                || each == '-'
                || each == '_'
                || each == '.';
    }
}
