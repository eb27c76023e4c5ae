package io.graphkeep.server.backup;

import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.server.backup.files.SystemCallException;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
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
final class WholeDestination implements Destination {
    private final Path path;
    private final Directory parent;
    private final Name name;
    private final Name temporary;
    private final Name aside;

    private WholeDestination(Path path, Directory parent, Name name, UUID restore) {
        this.path = path;
        this.parent = parent;
        this.name = name;
        this.temporary = Name.of(SourceWalk.OWN_PREFIX + "restore-" + restore);
        this.aside = asideName(name, restore);
    }

    static WholeDestination open(Path path, UUID restore) throws IOException {
        var directory = path.getParent();
        var name = path.getFileName();
        if (directory == null || name == null) {
            throw Destination.unusable(path, "is the root of the file system", null);
        }
        try {
            return new WholeDestination(path, Directory.open(directory), Name.of(name.toString()), restore);
        } catch (SystemCallException e) {
            throw Destination.unusable(path, "lies in a directory that cannot be opened (" + e.getMessage() + ")", e);
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public Way way() {
        return Way.WHOLE;
    }

    @Override
    public Path asidePath() {
        return path.resolveSibling(aside.toString());
    }

    /** Where the old content of a directory lies when this restore has replaced it. */
    static Path asidePath(Path path, UUID restore) {
        return path.resolveSibling(
                asideName(Name.of(String.valueOf(path.getFileName())), restore).toString());
    }

    /** All of it changes its place: there is nothing to write down. */
    @Override
    public void prepare(SwapOrder order) {}

    @Override
    public void require(boolean mayReplace) throws IOException {
        var stat = stat(name);
        if (stat == null) {
            return;
        }
        if (stat.kind() != FileStat.Kind.DIRECTORY) {
            throw Destination.unusable(path, "is there, and is not a directory", null);
        }
        if (stat.mount() != parent.stat().mount()) {
            throw Destination.unusable(path, "has become a mount point", null);
        }
        if (!mayReplace && !isEmpty()) {
            throw new GraphkeepException(
                    Reason.DESTINATION_NOT_EMPTY, "The destination " + path + " is not empty; nothing was written.");
        }
    }

    @Override
    public boolean isEmpty() throws IOException {
        if (!parent.has(name)) {
            return true;
        }
        try (var directory = parent.directory(name)) {
            return directory.isEmpty();
        }
    }

    @Override
    public Directory begin() throws IOException {
        discard();
        try {
            return parent.createDirectory(temporary);
        } catch (SystemCallException e) {
            throw Destination.unusable(path, "cannot be written beside (" + e.getMessage() + ")", e);
        }
    }

    @Override
    public void discard() throws IOException {
        if (parent.has(temporary)) {
            parent.removeTree(temporary);
        }
    }

    @Override
    public boolean hasHidden() throws IOException {
        return parent.has(temporary);
    }

    @Override
    public String parent() throws IOException {
        var stat = parent.stat();
        return stat.device() + ":" + stat.inode();
    }

    @Override
    public String written() throws IOException {
        return identity(temporary);
    }

    @Override
    public Swap swap(String written) throws IOException {
        if (!written.equals(identity(name))) {
            if (!written.equals(identity(temporary))) {
                throw Destination.unusable(
                        path, "is not changed: what was written beside it is not there any more", null);
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

    private boolean isSwapped(String written) throws IOException {
        return written.equals(identity(name));
    }

    @Override
    public boolean hasBegun(String written) throws IOException {
        return isSwapped(written) || (!parent.has(name) && parent.has(aside) && written.equals(identity(temporary)));
    }

    @Override
    public void keepWhatWasNotWritten(String written) throws IOException {
        if (parent.has(temporary) && !written.equals(identity(temporary))) {
            setAside();
            parent.sync();
        }
    }

    @Override
    public boolean keepsOld() throws IOException {
        return parent.has(aside);
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
}
