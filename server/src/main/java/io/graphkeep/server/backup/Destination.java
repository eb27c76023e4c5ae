package io.graphkeep.server.backup;

import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.server.backup.files.SystemCallException;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a restore goes: a name in a directory that is held open, a hidden directory beside it to write into, and the step in
 * which the two change places.
 *
 * <p>Until the swap the old content is untouched; afterwards it lies beside, whole, until it is released. Both names carry
 * the restore's id, so that a restart finds its own and nothing else.
 */
final class Destination implements Closeable {
    private final Path path;
    private final Directory parent;
    private final Name name;
    private final Name temporary;
    private final Name aside;

    private Destination(Path path, Directory parent, Name name, UUID restore) {
        this.path = path;
        this.parent = parent;
        this.name = name;
        this.temporary = Name.of(SourceWalk.OWN_PREFIX + "restore-" + restore);
        this.aside = asideName(name, restore);
    }

    /** How new content took the place of old, as the catalog names it. */
    enum Swap {
        FRESH,
        EXCHANGED,
        RENAMED
    }

    static Destination open(Path path, UUID restore) throws IOException {
        var directory = path.getParent();
        var name = path.getFileName();
        if (directory == null || name == null) {
            throw unusable(path, "is the root of the file system", null);
        }
        try {
            return new Destination(path, Directory.open(directory), Name.of(name.toString()), restore);
        } catch (SystemCallException e) {
            throw unusable(path, "lies in a directory that cannot be opened (" + e.getMessage() + ")", e);
        }
    }

    Path path() {
        return path;
    }

    Path asidePath() {
        return path.resolveSibling(aside.toString());
    }

    /** Refuses what cannot be restored to, before anything is written. */
    void require(boolean mayReplace) throws IOException {
        var stat = stat(name);
        if (stat == null) {
            return;
        }
        if (stat.kind() != FileStat.Kind.DIRECTORY) {
            throw unusable(path, "is there, and is not a directory", null);
        }
        if (stat.mount() != parent.stat().mount()) {
            throw unusable(
                    path, "is a mount point, which cannot be replaced in one step: choose a directory in it", null);
        }
        if (!mayReplace && !isEmpty()) {
            throw new GraphkeepException(
                    Reason.DESTINATION_NOT_EMPTY, "The destination " + path + " is not empty; nothing was written.");
        }
    }

    /** Whether there is no old content: nothing of that name, or an empty directory. */
    boolean isEmpty() throws IOException {
        if (!parent.has(name)) {
            return true;
        }
        try (var directory = parent.directory(name)) {
            return directory.isEmpty();
        }
    }

    /** The old content, to be read. */
    Directory old() throws IOException {
        return parent.directory(name);
    }

    /** An empty hidden directory to write into; what an earlier attempt left there is removed. */
    Directory begin() throws IOException {
        discard();
        try {
            return parent.createDirectory(temporary);
        } catch (SystemCallException e) {
            throw unusable(path, "cannot be written beside (" + e.getMessage() + ")", e);
        }
    }

    /** Removes what was written and not swapped in. */
    void discard() throws IOException {
        if (parent.has(temporary)) {
            parent.removeTree(temporary);
        }
    }

    /** Whether there is something of the hidden name. */
    boolean hasHidden() throws IOException {
        return parent.has(temporary);
    }

    /** Which directory it lies in: another one is there while the file system of this one is not mounted. */
    String parent() throws IOException {
        var stat = parent.stat();
        return stat.device() + ":" + stat.inode();
    }

    /** Which directory is about to be swapped in: tells old from new after a crash. */
    String written() throws IOException {
        return identity(temporary);
    }

    /**
     * Puts what was written in its place, from whatever state an interrupted swap has left.
     *
     * @param written what {@link #written} said of it
     */
    Swap swap(String written) throws IOException {
        if (!written.equals(identity(name))) {
            if (!written.equals(identity(temporary))) {
                throw unusable(path, "is not changed: what was written beside it is not there any more", null);
            }
            var swap = exchange();
            parent.sync();
            return swap;
        }
        // Exchanged, and interrupted before the old content had its name.
        if (parent.has(temporary)) {
            setAside();
        }
        parent.sync();
        return parent.has(aside) ? Swap.EXCHANGED : Swap.FRESH;
    }

    /** Whether the directory at the destination is the one that was written. */
    boolean isSwapped(String written) throws IOException {
        return written.equals(identity(name));
    }

    /** Whether the swap has begun, and must be ended: the old content is not, or not alone, at its place any more. */
    boolean hasBegun(String written) throws IOException {
        return isSwapped(written) || (!parent.has(name) && parent.has(aside) && written.equals(identity(temporary)));
    }

    /** Keeps what lies under the temporary name where it is not what was written: then it is old content. */
    void keepWhatWasNotWritten(String written) throws IOException {
        if (parent.has(temporary) && !written.equals(identity(temporary))) {
            setAside();
            parent.sync();
        }
    }

    boolean keepsOld() throws IOException {
        return parent.has(aside);
    }

    /** Removes the old content for good. */
    void release() throws IOException {
        if (parent.has(aside)) {
            parent.removeTree(aside);
            parent.sync();
        }
    }

    @Override
    public void close() throws IOException {
        parent.close();
    }

    private Swap exchange() throws IOException {
        if (!parent.has(name)) {
            parent.rename(temporary, parent, name);
            return parent.has(aside) ? Swap.RENAMED : Swap.FRESH;
        }
        var fresh = isEmpty();
        try {
            parent.exchange(temporary, parent, name);
        } catch (SystemCallException e) {
            if (!e.isUnsupported()) {
                throw e;
            }
            return renameTwice();
        }
        if (fresh) {
            parent.removeDirectory(temporary);
            return Swap.FRESH;
        }
        setAside();
        return Swap.EXCHANGED;
    }

    private void setAside() throws IOException {
        parent.rename(temporary, parent, aside);
    }

    private Swap renameTwice() throws IOException {
        parent.rename(name, parent, aside);
        try {
            parent.rename(temporary, parent, name);
        } catch (SystemCallException e) {
            parent.rename(aside, parent, name);
            throw e;
        }
        return Swap.RENAMED;
    }

    /** All that is compared lies in one directory of one file system, whose device number a restart may change. */
    private String identity(Name entry) throws IOException {
        var stat = stat(entry);
        return stat == null ? "" : Long.toString(stat.inode());
    }

    private @Nullable FileStat stat(Name entry) throws IOException {
        try {
            return parent.stat(entry);
        } catch (SystemCallException e) {
            if (e.isNotFound()) {
                return null;
            }
            throw e;
        }
    }

    private static Name asideName(Name name, UUID restore) {
        var suffix = ".before-" + restore;
        var full = name + suffix;
        return Name.of(full.getBytes(StandardCharsets.UTF_8).length <= 255 ? full : suffix);
    }

    private static GraphkeepException unusable(Path path, String why, @Nullable Throwable cause) {
        var sentence = "The destination " + path + " " + why + ".";
        return cause == null
                ? new GraphkeepException(Reason.DESTINATION_UNUSABLE, sentence)
                : new GraphkeepException(Reason.DESTINATION_UNUSABLE, sentence, cause);
    }
}
