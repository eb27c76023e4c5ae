package io.graphkeep.server.backup;

import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.transfer.TreePath;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out how much a source holds while it is read already, so that the progress can be told as a share of that.
 *
 * <p>A walk of its own, in a thread of its own, which ends with {@link #close} at the latest. Without an answer the progress
 * is told without a total.
 */
final class SourceSize implements SourceVisitor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceSize.class);

    private static final int MOST_LINKED = 50_000;

    private final CaptureProgress progress;
    private final Thread thread;
    private volatile boolean closed;
    private final Set<Inode> linked = new HashSet<>();
    private long files;
    private long bytes;

    private record Inode(long device, long number) {}

    private SourceSize(SourceWalk walk, CaptureProgress progress) {
        this.progress = progress;
        this.thread = Thread.ofPlatform().name("capture-size").daemon().unstarted(() -> look(walk));
    }

    static SourceSize of(SourceWalk walk, CaptureProgress progress) {
        var size = new SourceSize(walk, progress);
        size.thread.start();
        return size;
    }

    @Override
    public void directory(TreePath path, FileStat stat, Directory directory) {
        checkClosed();
    }

    @Override
    public void file(TreePath path, FileStat stat, Directory parent, Name name) {
        checkClosed();
        if (isCounted(stat)) {
            return;
        }
        files++;
        bytes += stat.size();
    }

    @Override
    public void symlink(TreePath path, FileStat stat, byte[] target) {}

    @Override
    public void problem(TreePath path, @Nullable FileStat stat, SourceProblem problem, String detail) {}

    @Override
    public void close() {
        closed = true;
        var interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void checkClosed() {
        if (closed) {
            throw new CancellationException();
        }
    }

    /** Whether it is another name of a file that was met already; beyond so many of them each name counts. */
    private boolean isCounted(FileStat stat) {
        return FirstNames.isLinked(stat)
                && linked.size() < MOST_LINKED
                && !linked.add(new Inode(stat.device(), stat.inode()));
    }

    private void look(SourceWalk walk) {
        try {
            walk.walk(this);
            progress.expect(bytes, files);
        } catch (CancellationException e) {
            LOG.trace("The source was read before its size was known");
        } catch (IOException | GraphkeepException e) {
            // The capture itself meets the same, and tells it.
            LOG.debug("The size of the source is not known", e);
        }
    }
}
