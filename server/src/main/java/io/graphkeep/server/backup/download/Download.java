package io.graphkeep.server.backup.download;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryMark;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.ReadSession;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.PlacedChunk;
import io.graphkeep.transfer.TreeContents;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.transfer.TreeReader;
import io.graphkeep.v1.FileHeader;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One stream: goes through the tree, and sends what is chosen of it in the tree's order.
 *
 * <p>While one window is sent, the store's threads read the next one into memory of the stream's own, and the one after that
 * is put together. All by the thread that calls {@link #run}; on return nothing of it runs any more.
 */
public final class Download {
    private static final long RENEWAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ReadSession session;
    private final Selection selection;
    private final ResumePoint start;
    private final @Nullable DamageScout scout;
    private final Frames frames;
    private final Output output;
    private final int windowBytes;
    private final LeftOut leftOut = new LeftOut();
    private Window filling;
    private @Nullable Window reading;
    private byte[] spare = new byte[0];
    private long renewed = System.nanoTime();

    private Download(
            ReadSession session,
            Selection selection,
            ResumePoint start,
            @Nullable DamageScout scout,
            Frames frames,
            Output output,
            int windowBytes) {
        this.session = session;
        this.selection = selection;
        this.start = start;
        this.scout = scout;
        this.frames = frames;
        this.output = output;
        this.windowBytes = windowBytes;
        this.filling = new Window(session, spare, windowBytes);
    }

    /**
     * Each file as its header, its bytes and its trailer.
     *
     * @param resumePath where it begins; null for the start
     * @param withoutDamaged whether files that are damaged are left out, and not an error
     */
    public static Download ofFiles(
            ReadSession session,
            Selection selection,
            @Nullable TreePath resumePath,
            long resumeOffset,
            boolean withoutDamaged,
            DownloadMemory.Share memory,
            Frames frames) {
        return new Download(
                session,
                selection,
                new ResumePoint(resumePath, resumeOffset, selection),
                withoutDamaged ? new DamageScout(session, frames) : null,
                frames,
                new FileOutput(frames),
                memory.window());
    }

    /** All files in one archive. */
    public static Download ofArchive(
            ReadSession session,
            Selection selection,
            boolean withoutDamaged,
            DownloadMemory.Share memory,
            Frames frames) {
        return new Download(
                session,
                selection,
                new ResumePoint(null, 0, selection),
                withoutDamaged ? new DamageScout(session, frames) : null,
                frames,
                new TarOutput(frames),
                memory.window());
    }

    /** Sends everything, its end included. */
    public void run() throws IOException, InterruptedException {
        try {
            var tree = new TreeContents(new TreeReader(session.tree()), new TreeReader(session.tree()), session);
            for (var entry = tree.nextEntry(); entry != null; entry = tree.nextEntry()) {
                var path = TreePath.parse(entry.getPath());
                if (!path.isRoot()) {
                    entry(path, entry, tree);
                }
                if (filling.isFull()) {
                    turn();
                }
            }
            start.requireReached();
            turn();
            turn();
            output.finish(leftOut.damagedNames());
        } finally {
            if (reading != null) {
                reading.abandon();
            }
        }
    }

    private void entry(TreePath path, Entry entry, TreeContents tree) throws IOException, InterruptedException {
        switch (entry.getKind()) {
            case ENTRY_KIND_DIRECTORY -> {
                if (comes(path)) {
                    requireNoOffset(path, entry);
                    filling.bare(counted(FileHeaders.directory(path, entry)));
                }
            }
            case ENTRY_KIND_SYMLINK -> {
                if (comes(path)) {
                    requireNoOffset(path, entry);
                    filling.bare(counted(FileHeaders.symlink(path, entry)));
                }
            }
            case ENTRY_KIND_HARD_LINK -> hardLink(path, entry);
            case ENTRY_KIND_FILE -> file(path, entry, tree);
            case ENTRY_KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw new FormatException("The tree has an entry of no kind: " + path);
        }
    }

    /** Whether what stands there is sent; every entry is to be asked for, in order. */
    private boolean comes(TreePath path) {
        frames.checkReader();
        return !start.isAfter(path) && selection.covers(path);
    }

    private void requireNoOffset(TreePath path, Entry entry) {
        start.offsetIn(path, entry);
    }

    private void hardLink(TreePath path, Entry entry) throws IOException {
        var target = TreePath.parse(entry.getLinkTarget());
        var name = selection.nameOf(target);
        // Where its content came under this very name, it was sent with that.
        if (!comes(path) || name == null || name.equals(path) || leftOut.takesAlong(target)) {
            return;
        }
        requireNoOffset(path, entry);
        filling.bare(counted(FileHeaders.hardLink(path, entry, name)));
    }

    private void file(TreePath path, Entry entry, TreeContents tree) throws IOException, InterruptedException {
        frames.checkReader();
        var isBefore = start.isAfter(path);
        var name = selection.nameOf(path);
        if (name == null) {
            return;
        }
        if (isMissing(entry)) {
            leftOut.missing(path);
        } else if (scout != null && (!isBefore || hasFurtherNames()) && !scout.isWhole(entry)) {
            leftOut.damaged(path, !isBefore);
        } else if (!isBefore) {
            send(new OutgoingFile(name, counted(FileHeaders.file(name, entry, start.offsetIn(path, entry)))), tree);
        }
    }

    /** Says what was left out so far, so that a stream that breaks has said it. */
    private FileHeader counted(FileHeader header) {
        var damaged = leftOut.damagedNames();
        return damaged == 0
                ? header
                : header.toBuilder().setDamagedBefore(damaged).build();
    }

    private boolean hasFurtherNames() {
        return session.manifest().getHardLinkCount() > 0;
    }

    private void send(OutgoingFile file, TreeContents tree) throws IOException, InterruptedException {
        filling.begin(file);
        var offset = file.header().getOffset();
        @Nullable PlacedChunk before = null;
        try {
            for (var chunk = tree.nextChunk(); chunk != null; chunk = tree.nextChunk()) {
                if (chunk.offset() + chunk.outputLength() <= offset) {
                    before = chunk;
                    continue;
                }
                if (before != null) {
                    add(file, before);
                    before = null;
                }
                add(file, chunk);
            }
        } catch (GraphkeepException e) {
            if (e.reason() != Reason.SNAPSHOT_CORRUPT) {
                throw e;
            }
            file.lose(e);
        }
        filling.end(file);
    }

    private void add(OutgoingFile file, PlacedChunk chunk) throws IOException, InterruptedException {
        if (!filling.hasRoomFor(chunk)) {
            turn();
        }
        filling.add(file, chunk);
    }

    /** Begins to read what was put together, and sends what was read before. */
    private void turn() throws IOException, InterruptedException {
        frames.checkReader();
        renew();
        var read = reading;
        if (read != null) {
            read.await();
        }
        filling.start();
        reading = filling;
        if (read != null) {
            read.send(output);
            spare = read.buffer();
        }
        filling = new Window(session, spare, windowBytes);
        spare = new byte[0];
    }

    /** A session that has ended keeps nothing from being removed any more. */
    private void renew() {
        if (System.nanoTime() - renewed > RENEWAL_NANOS) {
            session.renew();
            renewed = System.nanoTime();
        }
    }

    /** Whether the snapshot holds no content of the file, or not all: sent, it would pass for the file. */
    private static boolean isMissing(Entry entry) {
        return entry.getMarksList().contains(EntryMark.ENTRY_MARK_UNREADABLE)
                || entry.getMarksList().contains(EntryMark.ENTRY_MARK_VANISHED);
    }
}
