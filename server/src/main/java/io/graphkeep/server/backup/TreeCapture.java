package io.graphkeep.server.backup;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.format.v1.EntryMark;
import io.graphkeep.server.backup.assembly.Assembler;
import io.graphkeep.server.backup.assembly.ParentRange;
import io.graphkeep.server.backup.assembly.ParentSource;
import io.graphkeep.server.backup.assembly.ReadEntry;
import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.server.backup.files.OpenFile;
import io.graphkeep.server.backup.files.SystemCallException;
import io.graphkeep.server.backup.reading.PieceMemory;
import io.graphkeep.server.backup.reading.ReadOutcome;
import io.graphkeep.server.backup.reading.ReadWatch;
import io.graphkeep.server.backup.reading.SourceReader;
import io.graphkeep.server.store.WriteSession;
import io.graphkeep.transfer.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Has what a walk finds written into the store, entry by entry, and takes over from the parent what did not change.
 *
 * <p>A file with the parent's size and times is not read, unless its times were too young then to prove anything. Each file
 * that is read is looked at before and after. The walk, the reading and the storing go on side by side: what one of them
 * fails with is thrown by the next call. The session is not to be used until {@link #finish} or {@link #close} has returned.
 */
final class TreeCapture implements SourceVisitor, AutoCloseable {
    private final @Nullable ParentTree parent;
    private final CaptureProgress progress;
    private final CaptureCounts counts = new CaptureCounts();
    private final FileEntries entries;
    private final Assembler assembler;
    private final SourceReader<ReadEntry> reader;
    private final FirstNames names = new FirstNames();
    private final Fingerprint fingerprint = new Fingerprint();
    private TreePath last = TreePath.ROOT;

    TreeCapture(
            WriteSession session,
            @Nullable ParentSource parent,
            OwnerNames owners,
            CaptureProgress progress,
            CaptureLimits limits,
            Clock clock)
            throws IOException {
        this.parent = parent == null ? null : ParentTree.open(parent.tree());
        this.progress = progress;
        this.entries = new FileEntries(owners, counts, progress, clock);
        this.assembler = new Assembler(session, parent, limits.memoryBytes() / 2, progress::checkCancelled);
        var memory = new PieceMemory(limits.memoryBytes());
        this.reader = new SourceReader<>(limits.threads(), memory, limits.rate(), new Watch(), assembler);
    }

    @Override
    public void directory(TreePath path, FileStat stat, Directory directory) throws IOException {
        fingerprint.directory(path, stat, directory);
        var entry = entries.of(path, EntryKind.ENTRY_KIND_DIRECTORY, stat);
        entries.addAttributes(entry, path, directory::attributes);
        counts.directory();
        tell(path, entry);
    }

    @Override
    public void file(TreePath path, FileStat stat, Directory directory, Name name) throws IOException {
        fingerprint.file(path, stat, directory, name);
        var first = names.find(stat);
        if (first != null) {
            counts.hardLink(first.unread());
            var entry = entries.of(path, EntryKind.ENTRY_KIND_HARD_LINK, stat);
            tell(path, entry.setLinkTarget(first.path().toByteString()));
            return;
        }
        var known = parent == null ? null : parent.find(path);
        if (known != null && known.isUnchanged(stat)) {
            keep(path, stat, known);
            return;
        }
        read(path, stat, directory, name, known == null ? null : known.chunks());
    }

    @Override
    public void symlink(TreePath path, FileStat stat, byte[] target) throws IOException {
        fingerprint.symlink(path, stat, target);
        counts.symlink();
        var entry = entries.of(path, EntryKind.ENTRY_KIND_SYMLINK, stat);
        tell(path, entry.setLinkTarget(ByteString.copyFrom(target)));
    }

    @Override
    public void problem(TreePath path, @Nullable FileStat stat, SourceProblem problem, String detail)
            throws IOException {
        fingerprint.problem(path, stat, problem, detail);
        lack(path, stat, problem, detail);
    }

    /** Ends the tree: waits until all of it is in the store. */
    CapturedTree finish() throws IOException {
        reader.flush();
        return new CapturedTree(assembler.finish(), counts, fingerprint.value());
    }

    @Override
    public void close() throws IOException {
        try (assembler) {
            reader.close();
        }
    }

    /** With equal times nothing else of it has changed either: all that a change of attributes moves is the ctime. */
    private void keep(TreePath path, FileStat stat, ParentTree.Known known) throws IOException {
        reader.flush();
        counts.unread();
        counts.file(stat.size());
        names.add(stat, path, true);
        assembler.keep(known.entry(), known.chunks());
        last = path;
        progress.file(stat.size());
    }

    private void read(TreePath path, FileStat listed, Directory directory, Name name, @Nullable ParentRange before)
            throws IOException {
        OpenFile file;
        try {
            file = directory.file(name);
        } catch (SystemCallException e) {
            lack(path, listed, SourceWalk.problemOf(e), String.valueOf(e.getMessage()));
            return;
        }
        var given = false;
        try {
            var stat = stat(path, listed, file);
            if (stat == null) {
                return;
            }
            if (stat.kind() != FileStat.Kind.REGULAR) {
                lack(path, listed, SourceProblem.CHANGED, "it was replaced by something else");
                return;
            }
            var entry = entries.opened(path, stat, before);
            if (stat.size() < SourceReader.LARGE_FILE && !FirstNames.isLinked(stat)) {
                given = true;
                reader.add(file, stat, path.text(), entry);
            } else {
                readNow(path, file, stat, entry);
            }
        } finally {
            if (!given) {
                file.close();
            }
        }
        last = path;
    }

    /** What the open file is now; null where a file server has forgotten it. */
    private @Nullable FileStat stat(TreePath path, FileStat listed, OpenFile file) throws IOException {
        try {
            return file.stat();
        } catch (SystemCallException e) {
            lack(path, listed, SourceWalk.problemOf(e), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void readNow(TreePath path, OpenFile file, FileStat stat, FileEntries.InMaking entry) throws IOException {
        reader.flush();
        entry.begins(file);
        assembler.begin(stat.size(), entry.before());
        var outcome = outcome(file, stat, path);
        if (outcome.state() == ReadOutcome.State.WHOLE) {
            names.add(stat, path, false);
        }
        assembler.end(entry.ended(outcome, 0).entry());
    }

    private ReadOutcome outcome(OpenFile file, FileStat stat, TreePath path) throws IOException {
        try {
            return reader.read(file, stat, path.text());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void lack(TreePath path, @Nullable FileStat stat, SourceProblem problem, String detail) throws IOException {
        counts.problem(problem);
        progress.problem(path, problem, detail);
        switch (problem) {
            case UNREADABLE -> missing(path, stat, EntryMark.ENTRY_MARK_UNREADABLE);
            case VANISHED, CHANGED -> missing(path, stat, EntryMark.ENTRY_MARK_VANISHED);
            case SOCKET, FIFO, DEVICE, EXCLUDED, TEMPORARY, METADATA -> {}
        }
    }

    /** An entry for what is not held, so that the snapshot says what it lacks. */
    private void missing(TreePath path, @Nullable FileStat stat, EntryMark mark) throws IOException {
        if (path.compareTo(last) <= 0) {
            // A directory that is held, and something below it that no tree can name.
            return;
        }
        var isDirectory = stat != null && stat.kind() == FileStat.Kind.DIRECTORY;
        var kind = isDirectory ? EntryKind.ENTRY_KIND_DIRECTORY : EntryKind.ENTRY_KIND_FILE;
        var entry = stat == null
                ? Entry.newBuilder().setPath(path.toByteString()).setKind(kind)
                : entries.of(path, kind, stat);
        tell(path, entry.addMarks(mark));
    }

    private void tell(TreePath path, Entry.Builder entry) throws IOException {
        reader.flush();
        assembler.tell(entry.build());
        last = path;
    }

    /** Tells the progress of what was read, and ends the reading where the capture is not to go on. */
    private final class Watch implements ReadWatch {
        @Override
        public void read(int bytes) {
            progress.bytes(bytes);
        }

        @Override
        public void check() {
            progress.checkCancelled();
            assembler.requireRunning();
        }
    }
}
