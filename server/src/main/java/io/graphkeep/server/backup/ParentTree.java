package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.store.ReadSession;
import io.graphkeep.server.store.WriteSession;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.PlacedChunk;
import io.graphkeep.transfer.TreeContents;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.transfer.TreeReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The tree of the snapshot before, read in step with the walk through the source, never whole.
 *
 * <p>Its descriptors are read through the session that writes, which so learns where the chunks lie. Whatever is wrong with
 * it is a {@link ParentUnusableException}: the capture can do without.
 */
final class ParentTree {
    private final TreeContents contents;
    private @Nullable Entry entry;
    private @Nullable TreePath path;
    private long learnt;

    private ParentTree(TreeContents contents) {
        this.contents = contents;
    }

    static ParentTree open(ReadSession parent, WriteSession session) throws IOException {
        var tree = new ParentTree(new TreeContents(
                new TreeReader(parent.tree()),
                id -> session.descriptor(id)
                        .orElseThrow(() -> new ParentUnusableException("segment " + id + " of it"))));
        tree.advance();
        return tree;
    }

    /** The parent's entry of this path, which must come after the one asked for before; null where it has none. */
    @Nullable
    Entry find(TreePath wanted) throws IOException {
        while (path != null && path.compareTo(wanted) < 0) {
            advance();
        }
        return path != null && path.equals(wanted) ? entry : null;
    }

    /** The next chunk of the entry that was found last; null after the last one. */
    @Nullable
    PlacedChunk nextChunk() throws IOException {
        try {
            return contents.nextChunk();
        } catch (GraphkeepException | FormatException e) {
            throw new ParentUnusableException("its tree cannot be read", e);
        }
    }

    /**
     * Reads on in the lists of this path's chunks up to an offset, so that the session knows where they lie. To be called as
     * the changed file is read: what was known long before may be forgotten again.
     */
    void learn(TreePath changed, long upTo) throws IOException {
        if (entry == null || path == null || !changed.equals(path) || entry.getChunkCount() == 0) {
            return;
        }
        while (learnt < upTo) {
            var chunk = nextChunk();
            learnt = chunk == null ? Long.MAX_VALUE : chunk.offset() + chunk.outputLength();
        }
    }

    private void advance() throws IOException {
        learnt = 0;
        try {
            entry = contents.nextEntry();
            path = entry == null ? null : TreePath.parse(entry.getPath());
        } catch (GraphkeepException | FormatException e) {
            throw new ParentUnusableException("its tree cannot be read", e);
        }
    }
}
