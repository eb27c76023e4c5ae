package io.graphkeep.server.backup;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.format.v1.EntryMark;
import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.ExtendedAttributes;
import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.server.backup.files.OpenFile;
import io.graphkeep.server.backup.files.SystemCallException;
import io.graphkeep.server.store.WriteSession;
import io.graphkeep.transfer.ChunkId;
import io.graphkeep.transfer.Chunker;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.transfer.Encoding;
import io.graphkeep.transfer.Kind;
import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.transfer.TreeWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a walk finds into the store, entry by entry, and takes over from the parent what did not change.
 *
 * <p>A file with the parent's size and times is not read, unless its times were too young then to prove anything. Each file
 * that is read is looked at before and after; one that is not what it should be is marked, never silently left out.
 */
final class TreeCapture implements SourceVisitor {
    /** Times this young when a file is read may stay the same through another change. */
    private static final long FRESH_SECONDS = 2;

    /** How far beyond the place that is read the parent's chunks are known: more than what an edit moves. */
    private static final long LOOK_AHEAD = 16L << 20;

    private static final int READ_BYTES = 256 << 10;
    /** Files with several names that are remembered; those beyond it are held once for each name. */
    private static final int MOST_LINKED = 200_000;

    private final TreeWriter writer;
    private final TreeOutput tree;
    private final @Nullable ParentTree parent;
    private final EntryMaker entries;
    private final CaptureProgress progress;
    private final ReadRate rate;
    private final Clock clock;
    private final WriteSession session;
    private final Chunker chunker = new Chunker(this::chunk);
    private final OpenChunks open = new OpenChunks();
    private final MessageDigest digest = ContentId.newDigest();
    private final byte[] id = new byte[ContentId.BYTES];
    private final byte[] bytes = new byte[READ_BYTES];
    private final ByteBuffer direct = ByteBuffer.allocateDirect(READ_BYTES);
    private final Map<Inode, Linked> linked = new HashMap<>();
    private final CaptureCounts counts = new CaptureCounts();
    private final Fingerprint fingerprint = new Fingerprint();
    private final EntryTally tally = new EntryTally();
    private TreePath last = TreePath.ROOT;

    private record Inode(long device, long number) {}

    TreeCapture(
            WriteSession session,
            @Nullable ParentTree parent,
            OwnerNames owners,
            CaptureProgress progress,
            ReadRate rate,
            Clock clock) {
        this.session = session;
        this.parent = parent;
        this.entries = new EntryMaker(owners);
        this.progress = progress;
        this.rate = rate;
        this.clock = clock;
        this.tree = new TreeOutput(session);
        this.writer = new TreeWriter(this::segment, tree);
    }

    @Override
    public void directory(TreePath path, FileStat stat, Directory directory) throws IOException {
        fingerprint.directory(path, stat, directory);
        var entry = entries.of(path, EntryKind.ENTRY_KIND_DIRECTORY, stat);
        addAttributes(entry, path, directory::attributes);
        counts.directory();
        add(path, entry);
    }

    @Override
    public void file(TreePath path, FileStat stat, Directory directory, Name name) throws IOException {
        fingerprint.file(path, stat, directory, name);
        var first = stat.links() > 1 ? linked.get(new Inode(stat.device(), stat.inode())) : null;
        if (first != null) {
            counts.hardLink(first.unread());
            add(
                    path,
                    entries.of(path, EntryKind.ENTRY_KIND_HARD_LINK, stat)
                            .setLinkTarget(first.path().toByteString()));
            return;
        }
        if (takeOver(path, stat)) {
            return;
        }
        read(path, stat, directory, name);
    }

    @Override
    public void symlink(TreePath path, FileStat stat, byte[] target) throws IOException {
        fingerprint.symlink(path, stat, target);
        counts.symlink();
        add(path, entries.of(path, EntryKind.ENTRY_KIND_SYMLINK, stat).setLinkTarget(ByteString.copyFrom(target)));
    }

    @Override
    public void problem(TreePath path, @Nullable FileStat stat, SourceProblem problem, String detail)
            throws IOException {
        fingerprint.problem(path, stat, problem, detail);
        tell(path, stat, problem, detail);
    }

    private void tell(TreePath path, @Nullable FileStat stat, SourceProblem problem, String detail) throws IOException {
        counts.problem(problem);
        progress.problem(path, problem, detail);
        switch (problem) {
            case UNREADABLE -> missing(path, stat, EntryMark.ENTRY_MARK_UNREADABLE);
            case VANISHED, CHANGED -> missing(path, stat, EntryMark.ENTRY_MARK_VANISHED);
            case SOCKET, FIFO, DEVICE, EXCLUDED, TEMPORARY, METADATA -> {}
        }
    }

    /** Ends the tree. */
    CapturedTree finish() throws IOException {
        writer.finish();
        tree.finish();
        return new CapturedTree(
                tree.segments(), tree.bytes(), writer.chunks(), writer.segments(), counts, tally, fingerprint.value());
    }

    /** Gives the parent's chunks of a file that has not changed since; false where it must be read. */
    private boolean takeOver(TreePath path, FileStat stat) throws IOException {
        var before = parent;
        var known = before == null ? null : before.find(path);
        if (before == null
                || known == null
                || known.getKind() != EntryKind.ENTRY_KIND_FILE
                || known.getMarksCount() > 0
                || known.getSize() != stat.size()
                || known.getMtimeNs() != EntryMaker.nanos(stat.modified())
                || known.getCtimeNs() != EntryMaker.nanos(stat.changed())) {
            return false;
        }
        if (known.getChunkCount() > 0) {
            writer.fileBegins(known.getSize());
            for (var chunk = before.nextChunk(); chunk != null; chunk = before.nextChunk()) {
                open.addUnread();
                writer.chunk(chunk.chunk());
            }
        }
        // With equal times nothing else of it has changed either: all that a change of attributes moves is the ctime.
        counts.unread();
        counts.file(known.getSize());
        remember(path, stat, true);
        add(path, known.toBuilder());
        progress.file(known.getSize());
        return true;
    }

    private void read(TreePath path, FileStat listed, Directory directory, Name name) throws IOException {
        OpenFile file;
        try {
            file = directory.file(name);
        } catch (SystemCallException e) {
            tell(path, listed, SourceWalk.problemOf(e), String.valueOf(e.getMessage()));
            return;
        }
        try (file) {
            var before = file.stat();
            if (before.kind() == FileStat.Kind.REGULAR) {
                read(path, file, before);
                return;
            }
            tell(path, listed, SourceProblem.CHANGED, "it was replaced by something else");
        }
    }

    private void read(TreePath path, OpenFile file, FileStat before) throws IOException {
        var fresh = isFresh(before);
        var chunksBefore = writer.chunks();
        var entry = entries.of(path, EntryKind.ENTRY_KIND_FILE, before);
        addAttributes(entry, path, file::attributes);
        long size;
        @Nullable String failure = null;
        writer.fileBegins(before.size());
        chunker.begin(path.text(), before.size());
        try {
            size = content(path, file, before.size());
        } catch (SystemCallException e) {
            failure = String.valueOf(e.getMessage());
            size = progress.bytesOfFile();
        }
        chunker.finish();
        entry.setSize(size).setChunkCount(writer.chunks() - chunksBefore);
        if (failure != null) {
            entry.addMarks(EntryMark.ENTRY_MARK_UNREADABLE);
            counts.problem(SourceProblem.UNREADABLE);
            progress.problem(path, SourceProblem.UNREADABLE, failure);
        } else if (size != before.size() || !before.isUnchanged(file.stat())) {
            entry.addMarks(EntryMark.ENTRY_MARK_TORN);
            counts.problem(SourceProblem.CHANGED);
            progress.problem(path, SourceProblem.CHANGED, "it changed while it was read");
        } else {
            remember(path, before, false);
        }
        if (fresh) {
            entry.addMarks(EntryMark.ENTRY_MARK_FRESH);
        }
        counts.file(size);
        add(path, entry);
        progress.file(0);
    }

    /** Reads the file as it was when it was opened; what is appended meanwhile is seen by the look afterwards. */
    private long content(TreePath path, OpenFile file, long size) throws IOException {
        progress.fileBegins();
        var position = 0L;
        while (position < size) {
            progress.checkCancelled();
            direct.clear().limit((int) Math.min(direct.capacity(), size - position));
            var count = file.read(direct, position);
            if (count == 0) {
                break;
            }
            direct.flip().get(bytes, 0, count);
            if (parent != null) {
                parent.learn(path, position + count + LOOK_AHEAD);
            }
            chunker.write(bytes, 0, count);
            position += count;
            progress.bytes(count);
            rate.pay(count, progress::checkCancelled);
        }
        return position;
    }

    private boolean isFresh(FileStat stat) {
        var limit = clock.instant().getEpochSecond() - FRESH_SECONDS;
        return stat.modified().seconds() >= limit || stat.changed().seconds() >= limit;
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
        add(path, entry.addMarks(mark));
    }

    private void remember(TreePath path, FileStat stat, boolean unread) {
        if (stat.links() > 1 && linked.size() < MOST_LINKED) {
            linked.put(new Inode(stat.device(), stat.inode()), new Linked(path, unread));
        }
    }

    /** The first name of a file that has more, and whether the file was taken over without reading it. */
    private record Linked(TreePath path, boolean unread) {}

    private interface AttributeRead {
        ExtendedAttributes read() throws SystemCallException;
    }

    private void addAttributes(Entry.Builder entry, TreePath path, AttributeRead read) {
        try {
            var attributes = read.read();
            EntryMaker.add(entry, attributes);
            if (!attributes.whole()) {
                progress.problem(path, SourceProblem.METADATA, "not all of its extended attributes could be held");
            }
        } catch (SystemCallException e) {
            progress.problem(path, SourceProblem.METADATA, "its extended attributes could not be read");
        }
    }

    private void add(TreePath path, Entry.Builder entry) throws IOException {
        var built = entry.build();
        writer.entry(built);
        tally.add(built);
        last = path;
    }

    private void chunk(byte[] buffer, int offset, int length, Encoding encoding, Kind kind) throws IOException {
        open.add(buffer, offset, length);
        ChunkId.of(digest, buffer, offset, length).copyTo(id, 0);
        writer.chunk(id, 0, length, encoding, kind);
    }

    private void segment(Segment segment) throws IOException {
        session.add(segment, open);
        open.clear();
    }
}
