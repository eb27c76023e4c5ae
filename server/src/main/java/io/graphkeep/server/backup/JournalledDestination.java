package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.server.backup.files.SystemCallException;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A directory that stays, and whose entries change places one by one: a mount point, or one of which some paths are chosen.
 *
 * <p>What is to be done is written down first, durable; each step finds out whether it was made. So the swap as a whole is
 * not atomic, but whoever comes after a crash ends it. Old content is moved aside and never removed.
 */
final class JournalledDestination implements Destination {
    private static final Name FRESH = Name.of("new");

    private final Path path;
    private final Way way;
    private final Directory there;
    private final Directory holder;
    private final Path asidePath;
    private final Name work;
    private final Name aside;
    private final SwapSteps faults;

    private JournalledDestination(
            Path path, Way way, Directory there, Directory holder, Path asidePath, UUID restore, SwapSteps faults) {
        this.path = path;
        this.way = way;
        this.there = there;
        this.holder = holder;
        this.asidePath = asidePath;
        this.work = Name.of(SourceWalk.OWN_PREFIX + "restore-" + restore);
        this.aside = Name.of(asidePath.getFileName().toString());
        this.faults = faults;
    }

    static JournalledDestination open(Path path, UUID restore, Way way, SwapSteps faults) throws IOException {
        var parent = path.getParent();
        if (parent == null) {
            throw Destination.unusable(path, "is the root of the file system", null);
        }
        var asidePath = way == Way.INSIDE
                ? path.resolve(SourceWalk.OWN_PREFIX + "before-" + restore)
                : WholeDestination.asidePath(path, restore);
        try {
            var there = Directory.open(path);
            @Nullable Directory holder = null;
            try {
                holder = way == Way.INSIDE ? there.again() : Directory.open(parent);
                return new JournalledDestination(path, way, there, holder, asidePath, restore, faults);
            } finally {
                if (holder == null) {
                    there.close();
                }
            }
        } catch (SystemCallException e) {
            throw Destination.unusable(path, "cannot be opened (" + e.getMessage() + ")", e);
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public Way way() {
        return way;
    }

    @Override
    public Path asidePath() {
        return asidePath;
    }

    @Override
    public void require(boolean mayReplace) throws IOException {
        if ((Destination.wayTo(path, true) == Way.INSIDE) != (way == Way.INSIDE)) {
            throw Destination.unusable(path, "was mounted or unmounted meanwhile", null);
        }
        if (!mayReplace && !isEmpty()) {
            throw new GraphkeepException(
                    Reason.DESTINATION_NOT_EMPTY, "The destination " + path + " is not empty; nothing was written.");
        }
    }

    /** What restores keep there is no content. */
    @Override
    public boolean isEmpty() throws IOException {
        return there.names().stream().allMatch(name -> name.toString().startsWith(SourceWalk.OWN_PREFIX));
    }

    @Override
    public Directory begin() throws IOException {
        discard();
        try (var directory = holder.createDirectory(work)) {
            return directory.createDirectory(FRESH);
        } catch (SystemCallException e) {
            throw Destination.unusable(path, "cannot be written in or beside (" + e.getMessage() + ")", e);
        }
    }

    @Override
    public void prepare(SwapOrder order) throws IOException {
        holder.createDirectory(aside).close();
        holder.sync();
        try (var directory = holder.directory(work);
                var fresh = directory.directory(FRESH)) {
            new SwapPlanner(path, there, fresh, SwapJournal.MOST_BYTES)
                    .plan(order)
                    .write(directory);
        }
    }

    /** The place for old content goes first: without it nobody takes what is left for a swap that has begun. */
    @Override
    public void discard() throws IOException {
        if (holder.has(aside)) {
            holder.removeDirectory(aside);
            holder.sync();
        }
        if (holder.has(work)) {
            holder.removeTree(work);
        }
    }

    @Override
    public boolean hasHidden() throws IOException {
        return holder.has(work);
    }

    @Override
    public String parent() throws IOException {
        var stat = holder.stat();
        return stat.device() + ":" + stat.inode();
    }

    @Override
    public String written() throws IOException {
        var stat = SwapPlanner.stat(holder, aside);
        return stat == null ? "" : Long.toString(stat.inode());
    }

    @Override
    public boolean hasBegun(String written) throws IOException {
        return written.equals(written());
    }

    /** Old content never lies under the hidden name. */
    @Override
    public void keepWhatWasNotWritten(String written) {}

    @Override
    public Swap swap(String written) throws IOException {
        if (!written.equals(written())) {
            throw Destination.unusable(path, "is not changed: what was written for it is not there any more", null);
        }
        var root = Entry.getDefaultInstance();
        if (holder.has(work)) {
            try (var directory = holder.directory(work);
                    var old = holder.directory(aside)) {
                if (SwapJournal.isIn(directory)) {
                    var journal = SwapJournal.read(directory);
                    root = journal.root();
                    try (var fresh = directory.directory(FRESH)) {
                        new JournalledSwap(there, fresh, old, faults).run(journal);
                    }
                }
            }
            faults.before("clear up");
            // The journal goes before what may be left of the new content: "journal" comes before "new".
            holder.removeTree(work);
        }
        if (!keepsOld()) {
            holder.removeDirectory(aside);
        }
        if (root.getKind() == EntryKind.ENTRY_KIND_DIRECTORY) {
            // On a mount point the hidden directories have moved it once more.
            there.setModified(EntryMaker.time(root.getMtimeNs()));
        }
        holder.sync();
        return Swap.JOURNALLED;
    }

    @Override
    public boolean keepsOld() throws IOException {
        if (!holder.has(aside)) {
            return false;
        }
        try (var old = holder.directory(aside)) {
            return !old.isEmpty();
        }
    }

    @Override
    public void close() throws IOException {
        try (there) {
            holder.close();
        }
    }
}
