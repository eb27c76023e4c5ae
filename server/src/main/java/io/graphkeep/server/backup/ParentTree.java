package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.server.backup.assembly.ParentRange;
import io.graphkeep.server.backup.assembly.ParentUnusableException;
import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.transfer.TreeReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The entries of the snapshot before, read in step with the walk through the source, never whole.
 *
 * <p>Whatever is wrong with them is a {@link ParentUnusableException}: the capture can do without.
 */
final class ParentTree {
    private final TreeReader tree;
    private @Nullable Known known;
    private long chunks;

    /**
     * A file as the parent has it.
     *
     * @param chunks where its content stands
     */
    record Known(TreePath path, Entry entry, ParentRange chunks) {
        /** Whether the file is certain to be as it was: same size and times, and old enough then to prove anything. */
        boolean isUnchanged(FileStat now) {
            return entry.getKind() == EntryKind.ENTRY_KIND_FILE
                    && entry.getMarksCount() == 0
                    && entry.getSize() == now.size()
                    && entry.getMtimeNs() == EntryMaker.nanos(now.modified())
                    && entry.getCtimeNs() == EntryMaker.nanos(now.changed());
        }
    }

    private ParentTree(TreeReader tree) {
        this.tree = tree;
    }

    static ParentTree open(TreeReader reader) throws IOException {
        var tree = new ParentTree(reader);
        tree.advance();
        return tree;
    }

    /** The parent's entry of this path, which must come after the one asked for before; null where it has none. */
    @Nullable
    Known find(TreePath wanted) throws IOException {
        while (known != null && known.path.compareTo(wanted) < 0) {
            advance();
        }
        return known != null && known.path.equals(wanted) ? known : null;
    }

    private void advance() throws IOException {
        try {
            var item = tree.next();
            while (item != null && !item.hasEntry()) {
                item = tree.next();
            }
            if (item == null) {
                known = null;
                return;
            }
            var entry = item.getEntry();
            known = new Known(TreePath.parse(entry.getPath()), entry, new ParentRange(chunks, entry.getChunkCount()));
            chunks += entry.getChunkCount();
        } catch (GraphkeepException | FormatException e) {
            throw new ParentUnusableException("its tree cannot be read", e);
        }
    }
}
