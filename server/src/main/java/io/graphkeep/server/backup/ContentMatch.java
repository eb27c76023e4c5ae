package io.graphkeep.server.backup;

import io.graphkeep.transfer.ChunkId;
import io.graphkeep.transfer.Encoding;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares the chunks of a newer file, given one after another, with those of the older one.
 *
 * <p>Equal bytes are cut alike, so that equal files have equal chunks. What is new among them is counted against a set of the
 * older ones; of a file of more chunks than the set may hold it is not.
 */
final class ContentMatch {
    private static final int MOST_KNOWN = 65_536;

    private final ChunkSequence older;
    private final @Nullable Set<ChunkId> known;
    private boolean same = true;
    private long newBytes;

    ContentMatch(TreeSide side, List<TreeSide.Slice> slices) {
        this.older = side.chunks(slices);
        this.known = known(side, slices);
    }

    void add(ChunkId id, int length, Encoding encoding) {
        var before = older.next();
        same &= before != null && before.id().equals(id);
        if (known != null && !known.contains(id)) {
            newBytes += encoding == Encoding.BASE64 ? length * 4L / 3 : length;
        }
    }

    /** Whether the file is the same; to be asked at its end. */
    boolean isSame() {
        return same && older.next() == null;
    }

    long newBytes() {
        return newBytes;
    }

    private static @Nullable Set<ChunkId> known(TreeSide side, List<TreeSide.Slice> slices) {
        var count = slices.stream().mapToLong(TreeSide.Slice::count).sum();
        if (count > MOST_KNOWN) {
            return null;
        }
        var known = new HashSet<ChunkId>();
        var chunks = side.chunks(slices);
        for (var chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
            known.add(chunk.id());
        }
        return known;
    }
}
