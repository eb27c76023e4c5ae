package io.graphkeep.server.backup.download;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.transfer.PositionalReassembler;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.v1.FileHeader;
import org.jspecify.annotations.Nullable;

/** A file that is being sent: its chunks are read by several threads, and its bytes go out in order by one. */
final class OutgoingFile {
    private final TreePath path;
    private final FileHeader header;
    private final PositionalReassembler reassembler;
    private volatile @Nullable GraphkeepException damage;

    OutgoingFile(TreePath path, FileHeader header) {
        this.path = path;
        this.header = header;
        this.reassembler = new PositionalReassembler((bytes, offset, length, position) -> {
            throw new IllegalStateException("Every chunk of a file comes with its place in a window");
        });
    }

    TreePath path() {
        return path;
    }

    FileHeader header() {
        return header;
    }

    PositionalReassembler reassembler() {
        return reassembler;
    }

    /** Whether no character waits for a chunk. One that begins in its middle leaves some before that behind. */
    boolean isComplete() {
        return header.getOffset() > 0 || reassembler.isComplete();
    }

    /** Some of it cannot be had: nothing more of it is sent. */
    void lose(GraphkeepException why) {
        damage = why;
    }

    /** Why it cannot be had; null as long as it can. */
    @Nullable
    GraphkeepException damage() {
        return damage;
    }
}
