package io.graphkeep.transfer.pull;

import io.graphkeep.transfer.BrokenStreamException;
import io.graphkeep.transfer.Resumptions;
import io.graphkeep.v1.DownloadSnapshotRequest;
import io.graphkeep.v1.DownloadSnapshotResponse;
import io.graphkeep.v1.FileKind;
import io.graphkeep.v1.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings a snapshot into a directory that is empty or not there yet.
 *
 * <p>It is written beside the destination, into a hidden directory {@code .graphkeep-pull-NAME}, and takes its place when all of it
 * is there. A stream that breaks is taken up again where it ended. A pull that fails because the server is away, or this process
 * ends, leaves the hidden directory for one that resumes; one that fails because the server breaks the contract leaves nothing.
 */
public final class Pull {
    private static final long TOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long NOTED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** So often bytes may come that are not what the server says that it sent. */
    private static final int MOST_MISMATCHES = 3;

    private final PullSource source;
    private final DownloadSnapshotRequest asked;
    private final PullOptions options;
    private final Resumptions retries;
    private @Nullable Snapshot snapshot;
    private long directories;
    private long symlinks;
    /** Left out before the entry that was begun last: after a break those behind it are told again. */
    private long damagedFiles;

    private int mismatches;
    private long told;
    private long noted;

    private Pull(PullSource source, DownloadSnapshotRequest asked, PullOptions options) {
        this.source = source;
        this.asked = asked;
        this.options = options;
        this.retries = new Resumptions(options.patience());
    }

    /**
     * Pulls what a request names.
     *
     * @param asked which snapshot; what else stands in it is replaced by the options
     */
    public static PullResult run(
            PullSource source, DownloadSnapshotRequest asked, Path destination, PullOptions options)
            throws IOException {
        var request = DownloadSnapshotRequest.newBuilder()
                .setSnapshotId(asked.getSnapshotId())
                .setGraphId(asked.getGraphId())
                .addAllPaths(options.paths())
                .setAllowDamaged(options.allowDamaged())
                .setIncludePartial(options.includePartial())
                .build();
        try (var partial = PartialPull.open(destination)) {
            return new Pull(source, request, options).into(partial);
        }
    }

    private PullResult into(PartialPull partial) throws IOException {
        var earlier = earlier(partial);
        if (earlier == null) {
            partial.clear();
        }
        try (var tree = new IncomingTree(partial.tree(), new LaterEntries(partial.later()))) {
            if (earlier != null) {
                takeUp(earlier, tree);
            }
            receive(partial, tree, earlier);
            note(partial, tree);
            tree.finish();
            partial.deliver();
            return result(tree);
        } catch (PullException unacceptable) {
            if (unacceptable.kind() == PullException.Kind.PROTOCOL_VIOLATION) {
                partial.discard();
            }
            throw unacceptable;
        } catch (IOException | RuntimeException failure) {
            if (snapshot == null && earlier == null) {
                partial.discard();
            }
            throw failure;
        }
    }

    /** What an earlier pull of the same left, where it is to be gone on with. */
    private @Nullable PullState earlier(PartialPull partial) throws IOException {
        var state = options.resume() ? partial.state() : null;
        return state != null && state.isOf(asked) && state.isOfThisBoot() ? state : null;
    }

    private void takeUp(PullState earlier, IncomingTree tree) throws IOException {
        damagedFiles = earlier.damaged();
        if (!earlier.path().isEmpty()) {
            tree.resume(earlier.path(), earlier.isFile());
        }
    }

    private void receive(PartialPull partial, IncomingTree tree, @Nullable PullState earlier) throws IOException {
        var known = earlier == null ? "" : earlier.snapshot();
        while (true) {
            try (var frames = source.open(request(known, tree))) {
                stream(frames, partial, tree);
                tree.complete();
                return;
            } catch (BrokenStreamException broken) {
                tree.broke();
                known = known(known);
                note(partial, tree);
                retries.await(broken);
            } catch (PullException wrong) {
                known = known(known);
                // The file that has the wrong bytes is gone, and comes again.
                if (wrong.kind() != PullException.Kind.DIGEST_MISMATCH || ++mismatches > MOST_MISMATCHES) {
                    throw wrong;
                }
            }
        }
    }

    private String known(String before) {
        return snapshot == null ? before : snapshot.getSnapshotId();
    }

    /** What {@code latest} means may change between two streams. */
    private DownloadSnapshotRequest request(String snapshotId, IncomingTree tree) {
        var request = asked.toBuilder().setResumePath(tree.path()).setResumeOffset(tree.position());
        if (!snapshotId.isEmpty()) {
            request.setSnapshotId(snapshotId);
        }
        return request.build();
    }

    private void stream(PullSource.Frames frames, PartialPull partial, IncomingTree tree) throws IOException {
        var entries = 0L;
        var damagedBefore = damagedFiles;
        for (var frame = frames.next(); frame != null; frame = frames.next()) {
            switch (frame.getFrameCase()) {
                case HEADER -> header(frame);
                case FILE -> {
                    requireHeader();
                    entries++;
                    var isNew = !frame.getFile().getPath().equals(tree.path());
                    tree.begin(frame.getFile());
                    count(frame.getFile().getKind(), isNew);
                    damagedFiles = damaged(damagedBefore, frame.getFile().getDamagedBefore());
                    if (isNew) {
                        retries.progressed();
                    }
                }
                case DATA -> {
                    tree.data(frame.getData());
                    retries.progressed();
                }
                case FILE_END -> tree.end(frame.getFileEnd().getSha256());
                case END -> {
                    if (frame.getEnd().getEntries() != entries) {
                        throw PullException.violation("another number of entries than it says");
                    }
                    damagedFiles = damaged(damagedBefore, frame.getEnd().getDamagedFiles());
                    return;
                }
                case FRAME_NOT_SET -> throw PullException.violation("a frame of nothing that is known");
            }
            tell(tree);
            noteNow(partial, tree);
        }
        throw PullException.violation("an end of the stream without an end frame");
    }

    private static long damaged(long before, long here) throws PullException {
        if (here < 0 || before + here < 0) {
            throw PullException.violation("a number of damaged files that cannot be");
        }
        return before + here;
    }

    private void header(DownloadSnapshotResponse frame) throws PullException {
        var sent = frame.getHeader().getSnapshot();
        var known = snapshot;
        if (known != null && !known.getSnapshotId().equals(sent.getSnapshotId())) {
            throw PullException.violation("another snapshot than before");
        }
        snapshot = sent;
    }

    private void requireHeader() throws PullException {
        if (snapshot == null) {
            throw PullException.violation("files before the header");
        }
    }

    private void count(FileKind kind, boolean isNew) {
        directories += isNew && kind == FileKind.FILE_KIND_DIRECTORY ? 1 : 0;
        symlinks += isNew && kind == FileKind.FILE_KIND_SYMLINK ? 1 : 0;
    }

    private void tell(IncomingTree tree) {
        var now = System.nanoTime();
        if (now - told > TOLD_NANOS) {
            told = now;
            options.progress().accept(progress(tree));
        }
    }

    private PullProgress progress(IncomingTree tree) {
        var all = asked.getPathsCount() == 0 && snapshot != null ? snapshot : Snapshot.getDefaultInstance();
        return new PullProgress(
                tree.bytes(),
                all.getLogicalBytes(),
                tree.files(),
                all.getCounts().getFiles(),
                retries.count());
    }

    private void noteNow(PartialPull partial, IncomingTree tree) throws IOException {
        var now = System.nanoTime();
        if (now - noted > NOTED_NANOS) {
            noted = now;
            note(partial, tree);
        }
    }

    private void note(PartialPull partial, IncomingTree tree) throws IOException {
        var id = snapshot == null ? "" : snapshot.getSnapshotId();
        partial.state(new PullState(
                PullState.digest(asked), PullState.thisBoot(), id, tree.path(), tree.isFile(), damagedFiles));
    }

    private PullResult result(IncomingTree tree) {
        options.progress().accept(progress(tree));
        return new PullResult(
                snapshot == null ? Snapshot.getDefaultInstance() : snapshot,
                tree.files(),
                directories,
                symlinks,
                tree.bytes(),
                tree.received(),
                retries.count(),
                damagedFiles,
                tree.attributes().notApplied(),
                tree.attributes().total());
    }
}
