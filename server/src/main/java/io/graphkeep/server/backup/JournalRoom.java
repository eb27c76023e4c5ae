package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.server.store.ReadSession;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.transfer.TreeReader;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Finds out before anything is written whether the journal of a swap, of all of a snapshot, could hold it.
 *
 * <p>Counts what is certain to stand in it, and no more: what is let pass here can turn out too long when it is planned.
 */
final class JournalRoom {
    private static final int LONGEST_NAME = 255;

    private final Path path;
    private final int mostBytes;

    JournalRoom(Path path, int mostBytes) {
        this.path = path;
        this.mostBytes = mostBytes;
    }

    /** Refuses what cannot fit; {@code extras} is what the steps take that move old content away. */
    void require(ReadSession session, RestorePlan plan, long extras) throws IOException {
        if (extras + most(plan) > mostBytes && extras + certain(session, plan) > mostBytes) {
            throw SwapPlanner.tooLong(path, mostBytes);
        }
    }

    /** What the step takes that moves an entry of this name. */
    static int bytes(TreePath path) {
        return new SwapJournal.Step(path, 0).bytes();
    }

    /** As the manifest counts, which a swap is not refused for. */
    private static long most(RestorePlan plan) {
        return (plan.files() + plan.directories() + plan.symlinks()) * (LONGEST_NAME + bytes(TreePath.ROOT));
    }

    private static long certain(ReadSession session, RestorePlan plan) throws IOException {
        var sum = 0L;
        var tree = new TreeReader(session.tree());
        for (var item = tree.next(); item != null; item = tree.next()) {
            if (item.hasEntry()) {
                var path = TreePath.parse(item.getEntry().getPath());
                if (path.isRoot()) {
                    sum += SwapJournal.headBytes(item.getEntry());
                } else if (path.parent().isRoot() && isCertain(item.getEntry(), plan)) {
                    sum += bytes(path);
                }
            }
        }
        return sum;
    }

    /** A file may be left out as damaged, and a further name with it. */
    private static boolean isCertain(Entry entry, RestorePlan plan) {
        return switch (entry.getKind()) {
            case ENTRY_KIND_DIRECTORY, ENTRY_KIND_SYMLINK -> true;
            case ENTRY_KIND_FILE -> !plan.withoutDamaged() && !TreeRestore.isMissing(entry);
            case ENTRY_KIND_HARD_LINK, ENTRY_KIND_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    }
}
