package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.format.v1.EntryMark;
import io.graphkeep.server.backup.assembly.ParentRange;
import io.graphkeep.server.backup.assembly.ReadEntry;
import io.graphkeep.server.backup.files.ExtendedAttributes;
import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.server.backup.files.OpenFile;
import io.graphkeep.server.backup.files.SystemCallException;
import io.graphkeep.server.backup.reading.FileBatch;
import io.graphkeep.server.backup.reading.ReadOutcome;
import io.graphkeep.transfer.TreePath;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Makes entries of what was found and read; what is not as it should be is marked, counted and told, never silently left out.
 *
 * <p>Thread-safe.
 */
final class FileEntries {
    /** Times this young when a file is read may stay the same through another change. */
    private static final long FRESH_SECONDS = 2;

    private final EntryMaker entries;
    private final CaptureCounts counts;
    private final CaptureProgress progress;
    private final Clock clock;

    FileEntries(OwnerNames owners, CaptureCounts counts, CaptureProgress progress, Clock clock) {
        this.entries = new EntryMaker(owners);
        this.counts = counts;
        this.progress = progress;
        this.clock = clock;
    }

    interface AttributeRead {
        ExtendedAttributes read() throws SystemCallException;
    }

    Entry.Builder of(TreePath path, EntryKind kind, FileStat stat) {
        return entries.of(path, kind, stat);
    }

    /** A file that is open and about to be read, with what the parent has of it. */
    InMaking opened(TreePath path, FileStat stat, @Nullable ParentRange before) {
        var entry = entries.of(path, EntryKind.ENTRY_KIND_FILE, stat);
        var limit = clock.instant().getEpochSecond() - FRESH_SECONDS;
        var fresh = stat.modified().seconds() >= limit || stat.changed().seconds() >= limit;
        return new InMaking(path, entry, fresh, before);
    }

    /** The entry of a file while it is read. */
    final class InMaking implements FileBatch.Finder<ReadEntry> {
        private final TreePath path;
        private final Entry.Builder entry;
        private final boolean fresh;
        private final @Nullable ParentRange before;

        private InMaking(TreePath path, Entry.Builder entry, boolean fresh, @Nullable ParentRange before) {
            this.path = path;
            this.entry = entry;
            this.fresh = fresh;
            this.before = before;
        }

        @Nullable
        ParentRange before() {
            return before;
        }

        @Override
        public void begins(OpenFile file) {
            addAttributes(entry, path, file::attributes);
        }

        @Override
        public ReadEntry ended(ReadOutcome outcome, int chunks) {
            entry.setSize(outcome.size()).setChunkCount(chunks);
            switch (outcome.state()) {
                case WHOLE -> {}
                case TORN -> mark(EntryMark.ENTRY_MARK_TORN, SourceProblem.CHANGED, outcome.detail());
                case UNREADABLE -> mark(EntryMark.ENTRY_MARK_UNREADABLE, SourceProblem.UNREADABLE, outcome.detail());
            }
            if (fresh) {
                entry.addMarks(EntryMark.ENTRY_MARK_FRESH);
            }
            counts.file(outcome.size());
            progress.file(0);
            return new ReadEntry(entry.build(), before);
        }

        private void mark(EntryMark mark, SourceProblem problem, String detail) {
            entry.addMarks(mark);
            counts.problem(problem);
            progress.problem(path, problem, detail);
        }
    }

    void addAttributes(Entry.Builder entry, TreePath path, AttributeRead read) {
        try {
            var attributes = read.read();
            EntryMaker.add(entry, attributes);
            if (!attributes.whole()) {
                progress.problem(path, SourceProblem.METADATA, "not all of its extended attributes could be held");
            }
        } catch (SystemCallException e) {
            if (e.isGone()) {
                counts.problem(SourceProblem.VANISHED);
                progress.problem(path, SourceProblem.VANISHED, "gone before its extended attributes were read");
                return;
            }
            progress.problem(path, SourceProblem.METADATA, "its extended attributes could not be read");
        }
    }
}
