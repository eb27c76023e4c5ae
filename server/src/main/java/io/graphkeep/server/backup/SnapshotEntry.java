package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newer side of a comparison where it is a snapshot too: content that both list in the same segments is not looked at. */
final class SnapshotEntry implements NewerEntry {
    private final TreeSide side;
    private final Entry entry;

    SnapshotEntry(TreeSide side, Entry entry) {
        this.side = side;
        this.entry = entry;
    }

    @Override
    public Entry entry(@Nullable Entry older) {
        return entry;
    }

    @Override
    public Content content(TreeSide older) {
        var before = older.slices();
        var after = side.slices();
        if (before.equals(after)) {
            return Content.SAME;
        }
        var front = commonFront(before, after);
        var back = commonBack(before, after, front);
        var match = new ContentMatch(older, before.subList(front, before.size() - back));
        var chunks = side.chunks(after.subList(front, after.size() - back));
        for (var chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
            match.add(chunk.id(), chunk.length(), chunk.encoding());
        }
        return new Content(match.isSame(), match.newBytes());
    }

    private static int commonFront(List<TreeSide.Slice> before, List<TreeSide.Slice> after) {
        var most = Math.min(before.size(), after.size());
        var common = 0;
        while (common < most && before.get(common).equals(after.get(common))) {
            common++;
        }
        return common;
    }

    private static int commonBack(List<TreeSide.Slice> before, List<TreeSide.Slice> after, int front) {
        var most = Math.min(before.size(), after.size()) - front;
        var common = 0;
        while (common < most && before.get(before.size() - 1 - common).equals(after.get(after.size() - 1 - common))) {
            common++;
        }
        return common;
    }
}
