package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.format.v1.EntryMark;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.v1.ChangeKind;
import io.graphkeep.v1.DiffSummary;
import io.graphkeep.v1.FileChange;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an older tree, told in path order as the newer side's entries come in path order.
 *
 * <p>The older tree is read in step; nothing is kept but the totals. That a directory's time moved, which every change inside
 * of it does, is no change of the directory.
 */
final class TreeDiff {
    private final TreeSide older;
    private final byte[] prefix;
    private final DiffListener listener;
    private final DiffSummary.Builder summary = DiffSummary.newBuilder();
    private @Nullable TreePath blind;

    TreeDiff(TreeSide older, byte[] prefix, DiffListener listener) {
        this.older = older;
        this.prefix = prefix.clone();
        this.listener = listener;
        older.advance();
    }

    /** What the newer side has next. */
    void newer(TreePath path, NewerEntry newer) throws IOException, InterruptedException {
        listener.checkCancelled();
        passOlder(path);
        var before = older.entry() != null && older.path().equals(path) ? older.entry() : null;
        if (wanted(path)) {
            compare(before, newer);
        }
        if (before != null) {
            older.advance();
        }
    }

    /** Below this directory the newer side cannot be seen: what the older one has there is not gone. */
    void blind(TreePath directory) {
        blind = directory;
    }

    /** The totals, once the newer side has come to its end. */
    DiffSummary finish() throws InterruptedException {
        passOlder(null);
        return summary.build();
    }

    private void passOlder(@Nullable TreePath upTo) throws InterruptedException {
        for (var entry = older.entry();
                entry != null && (upTo == null || older.path().compareTo(upTo) < 0);
                entry = older.entry()) {
            listener.checkCancelled();
            if (wanted(older.path()) && (blind == null || !blind.holds(older.path()))) {
                summary.setRemoved(summary.getRemoved() + 1)
                        .setRemovedBytes(summary.getRemovedBytes() + entry.getSize());
                listener.changed(FileChange.newBuilder()
                        .setChange(ChangeKind.CHANGE_KIND_REMOVED)
                        .setBefore(FileMessages.message(entry))
                        .build());
            }
            older.advance();
        }
    }

    private void compare(@Nullable Entry before, NewerEntry newer) throws IOException, InterruptedException {
        var after = newer.entry(before);
        if (after == null) {
            return;
        }
        if (before == null) {
            summary.setAdded(summary.getAdded() + 1).setAddedBytes(summary.getAddedBytes() + after.getSize());
            listener.changed(FileChange.newBuilder()
                    .setChange(ChangeKind.CHANGE_KIND_ADDED)
                    .setAfter(FileMessages.message(after))
                    .setContentChanged(after.getKind() == EntryKind.ENTRY_KIND_FILE)
                    .build());
            return;
        }
        var content = content(before, after, newer);
        if (content.same() && metadata(before).equals(metadata(after))) {
            summary.setUnchanged(summary.getUnchanged() + 1);
            return;
        }
        summary.setChanged(summary.getChanged() + 1).setChangedBytes(summary.getChangedBytes() + content.newBytes());
        listener.changed(FileChange.newBuilder()
                .setChange(ChangeKind.CHANGE_KIND_CHANGED)
                .setBefore(FileMessages.message(before))
                .setAfter(FileMessages.message(after))
                .setContentChanged(!content.same())
                .build());
    }

    /** Equal entries of two trees may still list other chunks: their times do not prove them equal. */
    private NewerEntry.Content content(Entry before, Entry after, NewerEntry newer) throws IOException {
        if (before.getKind() != after.getKind()) {
            return new NewerEntry.Content(false, after.getSize());
        }
        return before.getKind() == EntryKind.ENTRY_KIND_FILE ? newer.content(older) : NewerEntry.Content.SAME;
    }

    /** What of an entry is compared besides its content. */
    private static Entry metadata(Entry entry) {
        var compared =
                entry.toBuilder().clearCtimeNs().clearChunkCount().clearSize().clearMarks();
        List<EntryMark> marks = entry.getMarksList().stream()
                .filter(mark -> mark != EntryMark.ENTRY_MARK_FRESH)
                .toList();
        compared.addAllMarks(marks);
        return entry.getKind() == EntryKind.ENTRY_KIND_DIRECTORY
                ? compared.clearMtimeNs().build()
                : compared.build();
    }

    private boolean wanted(TreePath path) {
        var bytes = path.toBytes();
        return !path.isRoot()
                && bytes.length >= prefix.length
                && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }
}
