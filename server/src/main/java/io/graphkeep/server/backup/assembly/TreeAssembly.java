package io.graphkeep.server.backup.assembly;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.server.backup.assembly.Item.Begun;
import io.graphkeep.server.backup.assembly.Item.Chunks;
import io.graphkeep.server.backup.assembly.Item.End;
import io.graphkeep.server.backup.assembly.Item.Ended;
import io.graphkeep.server.backup.assembly.Item.Files;
import io.graphkeep.server.backup.assembly.Item.Kept;
import io.graphkeep.server.backup.assembly.Item.Told;
import io.graphkeep.server.backup.reading.FileBatch;
import io.graphkeep.server.backup.reading.Piece;
import io.graphkeep.server.store.WriteSession;
import io.graphkeep.transfer.EntryTally;
import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentId;
import io.graphkeep.transfer.TreeWriter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Makes a tree and its segments of what a capture tells step by step, and gives them to the store.
 *
 * <p>For one thread, which alone uses the session until {@link #finish} has returned.
 */
final class TreeAssembly {
    private final WriteSession session;
    private final List<SegmentId> parentTree;
    private final TreeWriter writer;
    private final TreeOutput tree;
    private final HeldChunks held;
    private final @Nullable KeptFiles kept;
    private final EntryTally tally = new EntryTally();

    TreeAssembly(WriteSession session, @Nullable ParentSource parent, int mostBytes) {
        var segments = parent == null ? null : parent.segments(session);
        this.session = session;
        this.parentTree = parent == null ? List.of() : parent.treeSegments();
        this.held = new HeldChunks(session, new ParentPlace(segments, session), mostBytes);
        this.tree = new TreeOutput(session, parentTree);
        this.writer = new TreeWriter(this::segment, tree);
        this.kept = segments == null ? null : new KeptFiles(writer, segments, held, this::write);
    }

    void accept(Item item) throws IOException, InterruptedException {
        switch (item) {
            case Told told -> tell(told.entry(), null);
            case Kept file -> tell(file.entry(), file.chunks());
            case Begun file -> begin(file.size(), file.before());
            case Chunks chunks -> give(result(chunks.piece()));
            case Ended file -> write(file.entry());
            case Files files -> give(result(files.batch()));
            case End _ -> {}
        }
    }

    /** Ends the tree. */
    AssembledTree finish() throws IOException {
        flush();
        writer.finish();
        held.store();
        tree.finish();
        if (!parentTree.isEmpty() && tree.segments().equals(parentTree)) {
            session.takeAllOfParent();
        }
        if (!session.settle()) {
            throw new ParentUnusableException("a segment of it is not to be had any more");
        }
        return new AssembledTree(tree.segments(), tree.bytes(), writer.chunks(), writer.segments(), tally);
    }

    private void tell(Entry entry, @Nullable ParentRange chunks) throws IOException {
        if (kept == null) {
            write(entry);
        } else {
            kept.add(entry, chunks);
        }
    }

    private void begin(long size, @Nullable ParentRange before) throws IOException {
        flush();
        writer.fileBegins(size);
        held.jump(before);
    }

    private void give(Piece piece) throws IOException {
        held.begin(piece);
        give(piece, 0, piece.count());
        held.done(piece);
    }

    private void give(FileBatch<ReadEntry> batch) throws IOException {
        var piece = batch.piece();
        held.begin(piece);
        for (var file : batch.files()) {
            var read = file.result();
            begin(read.entry().getSize(), read.before());
            give(piece, file.firstChunk(), file.endChunk());
            write(read.entry());
        }
        held.done(piece);
    }

    private void give(Piece piece, int from, int to) throws IOException {
        for (var chunk = from; chunk < to; chunk++) {
            held.add(piece, chunk);
            writer.chunk(
                    piece.ids(),
                    chunk * SegmentId.BYTES,
                    piece.length(chunk),
                    piece.encoding(chunk),
                    piece.kind(chunk));
        }
    }

    private void write(Entry entry) throws IOException {
        writer.entry(entry);
        tally.add(entry);
    }

    private void segment(Segment segment) throws IOException {
        held.close(segment);
    }

    private void flush() throws IOException {
        if (kept != null) {
            kept.flush();
        }
    }

    private static <T> T result(Future<T> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException("A read failed in an unknown way", e);
            }
        }
    }
}
