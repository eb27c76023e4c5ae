package io.graphkeep.server.backup.download;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.ChunkBatch;
import io.graphkeep.server.store.ReadSession;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.TreeContents;
import io.graphkeep.transfer.TreeReader;
import java.io.IOException;
import java.util.List;

/**
 * Goes through a damaged snapshot ahead of the stream, one file at a time, and tells which are whole: nothing of a file is sent
 * before all of it has been read once.
 *
 * <p>To be asked for files in the order of the tree.
 */
final class DamageScout implements ChunkBatch.Taker<Boolean> {
    private static final int MOST_CHUNKS = 16_384;
    private static final long MOST_BYTES = 64L << 20;

    private final ReadSession session;
    private final TreeContents tree;
    private final Frames frames;
    private boolean isWhole;

    DamageScout(ReadSession session, Frames frames) {
        this.session = session;
        this.tree = new TreeContents(new TreeReader(session.tree()), new TreeReader(session.tree()), session);
        this.frames = frames;
    }

    /** Reads the file that an entry names. */
    boolean isWhole(Entry file) throws IOException {
        turnTo(file);
        isWhole = true;
        try {
            read();
        } catch (GraphkeepException e) {
            if (e.reason() != Reason.SNAPSHOT_CORRUPT) {
                throw e;
            }
            isWhole = false;
        }
        return isWhole;
    }

    @Override
    public void take(byte[] block, List<ChunkBatch.Piece<Boolean>> pieces) {
        // That they were verified is all that is asked.
    }

    @Override
    public void lost(Boolean target, GraphkeepException damage) {
        isWhole = false;
    }

    private void turnTo(Entry file) throws IOException {
        for (var entry = tree.nextEntry(); entry != null; entry = tree.nextEntry()) {
            if (entry.getPath().equals(file.getPath())) {
                return;
            }
        }
        throw new FormatException("The tree ends before a file that it had");
    }

    private void read() throws IOException {
        var chunk = tree.nextChunk();
        while (chunk != null && isWhole) {
            var batch = session.<Boolean>batch();
            for (var bytes = 0L; chunk != null && bytes < MOST_BYTES && batch.size() < MOST_CHUNKS; ) {
                batch.add(chunk.segment(), chunk.index(), true);
                bytes += chunk.outputLength();
                chunk = tree.nextChunk();
            }
            frames.checkReader();
            try {
                batch.start(this);
                batch.await();
            } finally {
                batch.abandon();
            }
        }
    }
}
