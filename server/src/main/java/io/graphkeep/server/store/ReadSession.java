package io.graphkeep.server.store;

import io.graphkeep.format.v1.Manifest;
import io.graphkeep.server.catalog.store.SessionState;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentId;
import io.graphkeep.transfer.SegmentSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reads one committed snapshot, which stays whole as long as the session is open, whatever is deleted or collected meanwhile.
 *
 * <p>What it gives is what was captured: every block authenticated, every chunk hashed. What is not is SNAPSHOT_CORRUPT, and
 * names the segment, the object and the block. Thread-safe but for its end; each batch and each stream of the tree is for one
 * thread.
 */
public final class ReadSession implements AutoCloseable, SegmentSource {
    private static final int LOOKED_UP = 500;

    private final UUID id;
    private final UUID snapshot;
    private final Manifest manifest;
    private final SegmentFinder segments;
    private final PackReaders packs;
    private final ReadWorkers workers;
    private final Sessions sessions;
    private boolean ended;

    ReadSession(
            UUID id,
            UUID snapshot,
            Manifest manifest,
            SegmentFinder segments,
            PackReaders packs,
            ReadWorkers workers,
            Sessions sessions) {
        this.id = id;
        this.snapshot = snapshot;
        this.manifest = manifest;
        this.segments = segments;
        this.packs = packs;
        this.workers = workers;
        this.sessions = sessions;
    }

    /** What the snapshot consists of. */
    public Manifest manifest() {
        return manifest;
    }

    /** The list of a segment's chunks. */
    @Override
    public Segment segment(SegmentId segment) throws IOException {
        return found(segment).segment();
    }

    /** Looks up many in one go; what is not to be had is told when it is asked for. */
    @Override
    public void expect(List<SegmentId> ids) throws IOException {
        for (var from = 0; from < ids.size(); from += LOOKED_UP) {
            segments.load(ids.subList(from, Math.min(ids.size(), from + LOOKED_UP)));
        }
    }

    /** An empty batch, for chunks that are wanted in whatever order; it ends before this session does. */
    public <T> ChunkBatch<T> batch() {
        return new ChunkBatch<>(this, packs, workers);
    }

    /** The tree's bytes, from the first to the last. */
    public InputStream tree() {
        var ids = new ArrayList<SegmentId>();
        manifest.getTreeSegmentIdsList().forEach(tree -> ids.add(SegmentId.fromBytes(tree.toByteArray())));
        return new TreeStream(ids, this);
    }

    /**
     * Reads the chunks of segments and gives them to the consumer in the order of the list, each verified.
     *
     * <p>They are read in windows of bounded size, each block of a window once, pack by pack. Put much into one call.
     */
    public void read(List<SegmentId> ids, ChunkConsumer consumer) throws IOException {
        var window = new ReadWindow(packs);
        for (var position = 0; position < ids.size(); position++) {
            if (position % LOOKED_UP == 0) {
                segments.load(ids.subList(position, Math.min(ids.size(), position + LOOKED_UP)));
            }
            var found = found(ids.get(position));
            for (var chunk = 0; chunk < found.segment().size(); chunk++) {
                if (!consumer.wants(position, chunk)) {
                    continue;
                }
                if (!window.hasRoom(found.segment().length(chunk))) {
                    deliver(window, consumer);
                }
                window.add(position, chunk, found);
            }
        }
        deliver(window, consumer);
    }

    /** Prolongs the lease; STALE_SESSION if the session has ended. */
    public void renew() {
        sessions.renew(id);
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            sessions.end(id, SessionState.CLOSED);
        }
    }

    DescriptorReader.Found found(SegmentId segment) throws IOException {
        try {
            return segments.find(segment);
        } catch (DamagedException | FormatException e) {
            throw damaged(segment, e);
        }
    }

    private void deliver(ReadWindow window, ChunkConsumer consumer) throws IOException {
        while (!isLoaded(window)) {
            renew();
        }
        window.deliver(consumer);
    }

    /** False where a segment was damaged and lies somewhere else too, from where it is taken next. */
    private boolean isLoaded(ReadWindow window) throws IOException {
        try {
            window.load();
            return true;
        } catch (ReadWindow.DamagedSegmentException e) {
            window.relocate(elsewhere(e.segment(), e.damage()));
            return false;
        }
    }

    /** Records that a segment is damaged where it was read, and finds it elsewhere; SNAPSHOT_CORRUPT where it is not. */
    DescriptorReader.Found elsewhere(DescriptorReader.Found segment, DamagedException damage) throws IOException {
        try {
            return segments.findElsewhere(segment, damage);
        } catch (DamagedException | FormatException e) {
            throw damaged(segment.segment().id(), e);
        }
    }

    private GraphkeepException damaged(SegmentId segment, IOException cause) {
        return StoreFailures.corrupt(snapshot, "segment " + segment + " cannot be read. " + cause.getMessage(), cause)
                .with("segment_id", segment.toString());
    }
}
