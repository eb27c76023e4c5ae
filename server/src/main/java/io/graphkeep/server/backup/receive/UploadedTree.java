package io.graphkeep.server.backup.receive;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.server.backup.assembly.AssembledTree;
import io.graphkeep.server.backup.assembly.TreeOutput;
import io.graphkeep.server.store.ChunkPlace;
import io.graphkeep.server.store.Neighbours;
import io.graphkeep.server.store.NewSegment;
import io.graphkeep.server.store.WriteSession;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.transfer.Encoding;
import io.graphkeep.transfer.EntryTally;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.Kind;
import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentCutter;
import io.graphkeep.transfer.SegmentId;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.transfer.TreeWriter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tree of an upload whose files are all there: puts them into order, adds the directories that were not sent, and
 * gives small files the segments that they share.
 */
final class UploadedTree {
    private static final int TOGETHER = 32;
    /** A short path may lie in very many directories, each with a path of its own. */
    private static final long MOST_IMPLIED = 16L << 20;

    private static final int IMPLIED_TO_SENT = 32;

    private final WriteSession session;
    private final List<SegmentId> parentTree;
    private final UploadedEntries entries;
    private final SpoolFile spool;
    private final Set<TreePath> linked;
    private final TreeOutput tree;
    private final TreeWriter writer;
    private final EntryTally tally = new EntryTally();
    private final ArrayDeque<TreePath> directories = new ArrayDeque<>();
    private final List<ChunkPlace> open = new ArrayList<>();
    private final List<Placed> complete = new ArrayList<>(TOGETHER);
    private Runnable look = () -> {};
    /** How many bytes the paths of directories that were not sent may have yet. */
    private long implied = MOST_IMPLIED;

    /** A segment of small files, and where its chunks lie. */
    private record Placed(Segment segment, List<ChunkPlace> places) {}

    /**
     * A tree that is empty yet.
     *
     * @param linked the files that hard links name; what is left of them at the end is not there
     */
    UploadedTree(
            WriteSession session,
            List<SegmentId> parentTree,
            UploadedEntries entries,
            SpoolFile spool,
            Set<TreePath> linked) {
        this.session = session;
        this.parentTree = parentTree;
        this.entries = entries;
        this.spool = spool;
        this.linked = linked;
        this.tree = new TreeOutput(session, parentTree);
        this.writer = new TreeWriter(this::segment, tree);
    }

    /** Takes all entries in order. */
    AssembledTree of(PathOrder order, Runnable look) throws IOException {
        this.look = look;
        TreePath last = null;
        for (var next = order.next(); next != null; next = order.next()) {
            look.run();
            if (last != null && last.equals(next.path())) {
                throw EntryRefusal.of(next.path().text(), "it was sent twice");
            }
            last = next.path();
            add(next);
        }
        requireLinked();
        if (directories.isEmpty()) {
            enter(TreePath.ROOT, entries.implied(ByteString.EMPTY, 0));
        }
        writer.finish();
        store();
        tree.finish();
        if (!parentTree.isEmpty() && tree.segments().equals(parentTree)) {
            session.takeAllOfParent();
        }
        return new AssembledTree(tree.segments(), tree.bytes(), writer.chunks(), writer.segments(), tally);
    }

    private void add(UploadedFile file) throws IOException {
        var entry = file.entry();
        addDirectoriesOf(file.path(), entry.getMtimeNs());
        if (entry.getKind() == EntryKind.ENTRY_KIND_DIRECTORY) {
            enter(file.path(), entry);
            return;
        }
        if (entry.getKind() == EntryKind.ENTRY_KIND_FILE) {
            linked.remove(file.path());
        }
        if (entry.getSize() == 0) {
            write(entry);
        } else if (entry.getSize() >= SegmentCutter.LARGE_FILE) {
            addLarge(file);
        } else {
            addSmall(file);
        }
    }

    private void addDirectoriesOf(TreePath path, long modifiedNanos) throws IOException {
        while (!directories.isEmpty() && !directories.element().holds(path)) {
            directories.pop();
        }
        var missing = new ArrayDeque<TreePath>();
        for (var above = path.parent(); !above.equals(directories.peek()); above = above.parent()) {
            missing.push(above);
            if (above.isRoot()) {
                break;
            }
        }
        implied += (long) IMPLIED_TO_SENT * path.toBytes().length;
        for (var above : missing) {
            look.run();
            implied -= above.toBytes().length;
            if (implied < 0) {
                throw EntryRefusal.of(
                        path.text(),
                        "too many directories that were not sent would be made for it and those before it; send them");
            }
            enter(above, entries.implied(above.toByteString(), modifiedNanos));
        }
    }

    private void enter(TreePath path, Entry entry) throws IOException {
        write(entry);
        directories.push(path);
    }

    private void addLarge(UploadedFile file) throws IOException {
        writer.fileBegins(file.entry().getSize());
        var list = new SpoolReader(spool, file.from(), file.to());
        var chunks = 0L;
        while (!list.isAtEnd()) {
            var id = SegmentId.fromBytes(list.bytes(ContentId.BYTES));
            var count = list.small();
            writer.takeOver(id, count);
            chunks += count;
        }
        write(file.entry().toBuilder().setChunkCount(chunks).build());
    }

    private void addSmall(UploadedFile file) throws IOException {
        writer.fileBegins(file.entry().getSize());
        var list = new SpoolReader(spool, file.from(), file.to());
        while (!list.isAtEnd()) {
            var id = list.bytes(ContentId.BYTES);
            var length = list.small();
            var kind = Kind.of(list.small());
            var encoding = Encoding.of(list.small());
            open.add(new ChunkPlace(list.number(), list.small(), list.small()));
            writer.chunk(id, 0, length, encoding, kind);
        }
        write(file.entry());
    }

    private void write(Entry entry) throws IOException {
        try {
            writer.entry(entry);
        } catch (FormatException e) {
            throw EntryRefusal.of(TreePath.parse(entry.getPath()).text(), String.valueOf(e.getMessage()));
        }
        tally.add(entry);
    }

    private void segment(Segment segment) throws IOException {
        var places = open.subList(0, segment.size());
        complete.add(new Placed(segment, List.copyOf(places)));
        places.clear();
        if (complete.size() == TOGETHER) {
            store();
        }
    }

    private void store() throws IOException {
        var together = new ArrayList<NewSegment>();
        for (var next : complete) {
            for (var i = 0; i < next.places().size(); i++) {
                session.remember(next.segment(), i, next.places().get(i));
            }
            together.add(new NewSegment(next.segment(), UploadedTree::unknown));
        }
        session.add(together, Neighbours.NONE);
        complete.clear();
    }

    private static void unknown(int chunk, byte[] target, int offset) {
        throw new IllegalStateException("The session has forgotten where a chunk lies that it was told just now");
    }

    private void requireLinked() {
        var missing = first(linked);
        if (missing != null) {
            throw EntryRefusal.of(missing.text(), "a hard link names it, and no regular file of this name was sent");
        }
    }

    private static @Nullable TreePath first(Set<TreePath> paths) {
        return paths.isEmpty() ? null : paths.iterator().next();
    }
}
