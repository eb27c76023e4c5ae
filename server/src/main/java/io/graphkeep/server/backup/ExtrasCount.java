package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.transfer.TreeReader;
import java.io.IOException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the old content has and the snapshot does not, within what is restored, by walking through both in step.
 *
 * <p>Told apart: what leaves its place, and what is carried over and takes room. What a directory holds in whose place the
 * snapshot has something else leaves with it.
 */
final class ExtrasCount implements SourceVisitor {
    private final TreeReader tree;
    private final ChosenPaths chosen;
    private final boolean deleteExtras;
    private final boolean topStays;
    private final BiConsumer<TreePath, String> notCarried;
    private @Nullable Entry next;
    private @Nullable TreePath nextPath;
    private @Nullable TreePath replaced;
    private @Nullable TreePath staying;
    private long kept;
    private long keptBytes;
    private long removed;
    private long journalBytes;

    /** {@code notCarried} takes what cannot stay, and why. */
    ExtrasCount(
            TreeReader tree,
            ChosenPaths chosen,
            boolean deleteExtras,
            boolean topStays,
            BiConsumer<TreePath, String> notCarried)
            throws IOException {
        this.tree = tree;
        this.chosen = chosen;
        this.deleteExtras = deleteExtras;
        this.topStays = topStays;
        this.notCarried = notCarried;
        advance();
    }

    long kept() {
        return kept;
    }

    long keptBytes() {
        return keptBytes;
    }

    long removed() {
        return removed;
    }

    /** What a journal takes that moves those of them away which lie at the top. */
    long journalBytes() {
        return journalBytes;
    }

    @Override
    public void directory(TreePath path, FileStat stat, Directory directory) throws IOException {
        if (!path.isRoot()) {
            see(path, stat);
        }
    }

    @Override
    public void file(TreePath path, FileStat stat, Directory parent, Name name) throws IOException {
        see(path, stat);
    }

    @Override
    public void symlink(TreePath path, FileStat stat, byte[] target) throws IOException {
        see(path, stat);
    }

    @Override
    public void problem(TreePath path, @Nullable FileStat stat, SourceProblem problem, String detail) {
        var isLeft = isIn(replaced, path)
                || isIn(staying, path)
                || (topStays && path.parent().isRoot());
        if (!deleteExtras && chosen.covers(path) && !isLeft) {
            notCarried.accept(path, detail);
        }
    }

    private void see(TreePath path, FileStat stat) throws IOException {
        while (nextPath != null && nextPath.compareTo(path) < 0) {
            advance();
        }
        if (!chosen.covers(path) || isIn(staying, path)) {
            return;
        }
        var entry = nextPath != null && path.equals(nextPath) ? next : null;
        if (entry != null) {
            if (stat.kind() == FileStat.Kind.DIRECTORY && entry.getKind() != EntryKind.ENTRY_KIND_DIRECTORY) {
                replaced = path;
            }
            return;
        }
        if (deleteExtras || isIn(replaced, path)) {
            removed++;
            journalBytes += path.parent().isRoot() ? JournalRoom.bytes(path) : 0;
            return;
        }
        if (topStays && path.parent().isRoot()) {
            staying = path;
            return;
        }
        kept++;
        keptBytes += stat.kind() == FileStat.Kind.REGULAR ? stat.size() : 0;
    }

    private static boolean isIn(@Nullable TreePath directory, TreePath path) {
        return directory != null && directory.holds(path);
    }

    private void advance() throws IOException {
        next = null;
        nextPath = null;
        for (var item = tree.next(); item != null; item = tree.next()) {
            if (item.hasEntry()) {
                next = item.getEntry();
                nextPath = TreePath.parse(next.getPath());
                return;
            }
        }
    }
}
