package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.server.backup.files.OpenFile;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.PositionalReassembler;
import io.graphkeep.transfer.TreePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A file that is being restored: its chunks come in any order and from several threads, each is written at its place.
 *
 * <p>It is made when its first bytes come, and gets its attributes from whoever brings the last ones; in between it may be
 * closed and opened again. One of which a chunk is lost is removed instead. Blocks of zeros are holes.
 */
final class RestoredFile {
    private static final long SIZED_AT_ONCE = 1 << 20;
    private static final int PLAIN_MODE = 0777;

    private final TreePath path;
    private final Entry entry;
    private final SharedDirectory parent;
    private final Name name;
    private final RestoredFiles files;
    private final PositionalReassembler reassembler;

    /** What must happen before it is done: the pieces that are not yet written, and one until all of them are known. */
    private final AtomicLong left = new AtomicLong(1);

    private volatile boolean isLost;
    private @Nullable OpenFile open;
    private boolean isMade;
    private int users;
    private long size;

    /** A file of the directory, which it holds until it is done. */
    RestoredFile(TreePath path, Entry entry, SharedDirectory parent, Name name, RestoredFiles files) {
        this.path = path;
        this.entry = entry;
        this.parent = parent.hold();
        this.name = name;
        this.files = files;
        this.reassembler = new PositionalReassembler((bytes, offset, length, position) -> {
            throw new IllegalStateException("Every chunk of a restored file comes with its writer");
        });
    }

    TreePath path() {
        return path;
    }

    Entry entry() {
        return entry;
    }

    PositionalReassembler reassembler() {
        return reassembler;
    }

    /** A piece of it will come. */
    void expect() {
        left.incrementAndGet();
    }

    /** All pieces of it are known. */
    void known() throws IOException {
        done(1);
    }

    /** A chunk of it cannot be had: it will not be there. */
    void lose() {
        isLost = true;
    }

    /** A piece that was expected cannot be had. */
    void losePiece() throws IOException {
        lose();
        done(1);
    }

    boolean isDone() {
        return left.get() == 0;
    }

    /** Writes what remains in the direct buffer; with that so many pieces are done. */
    void write(ByteBuffer bytes, long position, int pieces) throws IOException {
        if (bytes.hasRemaining() && !isLost) {
            if (position < 0 || position + bytes.remaining() > entry.getSize()) {
                throw new IllegalStateException("A chunk of a restored file lies outside of the file");
            }
            var end = position + bytes.remaining();
            var file = take();
            try {
                SparseWriter.write(file, bytes, position);
            } finally {
                giveBack(end);
            }
        }
        done(pieces);
    }

    /** Closes it if nobody writes to it now, which is what it returns; it is opened again when it must. */
    synchronized boolean rest() throws IOException {
        if (users > 0) {
            return false;
        }
        var file = open;
        open = null;
        if (file != null) {
            file.close();
        }
        return true;
    }

    private void done(int pieces) throws IOException {
        if (left.addAndGet(-pieces) == 0) {
            try {
                finish();
            } finally {
                files.ended(this);
                parent.release();
            }
            return;
        }
        files.used(this);
    }

    private void finish() throws IOException {
        if (isLost) {
            rest();
            if (isMade) {
                parent.directory().removeFile(name);
            }
            files.lost(this);
            return;
        }
        if (!reassembler.isComplete()) {
            throw new FormatException("A base64 run of a file does not end where the tree says");
        }
        var file = take();
        try {
            if (size < entry.getSize()) {
                file.resize(entry.getSize());
            }
            files.attributes().apply(entry, file);
        } finally {
            giveBack(0);
            rest();
        }
        files.whole(this);
    }

    private synchronized OpenFile take() throws IOException {
        var file = open;
        if (file == null) {
            file = isMade ? parent.directory().writableFile(name) : make();
            open = file;
        }
        users++;
        return file;
    }

    private OpenFile make() throws IOException {
        var file = parent.directory().createFile(name, (entry.getMode() & PLAIN_MODE) | 0600);
        isMade = true;
        if (entry.getSize() >= SIZED_AT_ONCE) {
            size = entry.getSize();
            var sized = false;
            try {
                file.resize(size);
                sized = true;
            } finally {
                if (!sized) {
                    file.close();
                }
            }
        }
        return file;
    }

    private synchronized void giveBack(long end) {
        users--;
        size = Math.max(size, end);
    }
}
