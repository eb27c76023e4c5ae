package io.graphkeep.server.store;

import io.graphkeep.transfer.ContentId;
import io.graphkeep.transfer.Kind;
import io.graphkeep.transfer.Segment;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of one session: where those lie that it knows, and the packs into which it stores the others.
 *
 * <p>What is known is bounded, the newest last. Not thread-safe.
 */
final class PackedChunks {
    private final ChunkTable chunks;
    private final PackSequence data;
    private final PackSequence metadata;
    private final Set<Long> ownPacks = new HashSet<>();
    private final Set<Long> otherPacks;
    private final long storedBefore;
    private long newBytes;

    PackedChunks(SessionPacks packs, Executor puts, WriteRoom room, int remembered, SessionStart start) {
        this.chunks = new ChunkTable(remembered);
        this.data = new PackSequence(PackKind.DATA, packs, puts, room);
        this.metadata = new PackSequence(PackKind.METADATA, packs, puts, room);
        this.otherPacks = new HashSet<>(start.otherPacks());
        this.storedBefore = start.storedBytes();
        this.newBytes = start.newBytes();
    }

    /** Bytes of chunks that were not known. */
    long newBytes() {
        return newBytes;
    }

    /** The packs of other sessions in which some of the chunks lie. */
    Set<Long> otherPacks() {
        return otherPacks;
    }

    /** Where the chunk'th chunk of a list of ids lies; null where that is not known. */
    @Nullable
    ChunkPlace find(byte[] ids, int chunk) {
        var entry = chunks.find(ids, chunk * ContentId.BYTES);
        return entry < 0 ? null : new ChunkPlace(chunks.pack(entry), chunks.block(entry), chunks.chunk(entry));
    }

    /** A chunk is known to lie there. */
    void remember(Segment segment, int chunk, ChunkPlace place) {
        chunks.put(segment, chunk, place.pack(), place.block(), place.chunk());
    }

    /** The chunks of a segment are known to lie there. */
    void remember(Segment segment, Locator locator) {
        var chunk = 0;
        for (var run : locator.runs()) {
            for (var i = 0; i < run.count(); i++) {
                chunks.put(segment, chunk++, run.pack(), run.block(), run.first() + i);
            }
        }
    }

    /** The same, and those of them that were not known are counted as new. */
    void count(Segment segment, Locator locator) {
        var chunk = 0;
        for (var run : locator.runs()) {
            for (var i = 0; i < run.count(); i++) {
                newBytes += chunks.find(segment, chunk) >= 0 ? 0 : segment.length(chunk);
                chunks.put(segment, chunk++, run.pack(), run.block(), run.first() + i);
            }
        }
    }

    /** Stores a chunk that is not known, whatever segment it will be part of. */
    void storeAhead(byte[] ids, int chunk, int length, Kind kind, SegmentBytes bytes) throws IOException {
        if (chunks.find(ids, chunk * ContentId.BYTES) >= 0) {
            return;
        }
        var place = place(Content.of(kind), new ChunkAhead(ids, chunk, length, bytes));
        newBytes += length;
        chunks.put(ids, chunk * ContentId.BYTES, place.pack(), place.block(), place.first());
    }

    /** Stores a segment's list, and those of its chunks that are not known. */
    Locator store(Segment segment, SegmentBytes bytes, boolean tree) throws IOException {
        var places = new Locator.Builder();
        for (var i = 0; i < segment.size(); i++) {
            var entry = chunks.find(segment, i);
            if (entry >= 0) {
                var pack = chunks.pack(entry);
                if (!ownPacks.contains(pack)) {
                    otherPacks.add(pack);
                }
                places.add(pack, chunks.block(entry), chunks.chunk(entry));
                continue;
            }
            var content = tree ? Content.TREE : Content.of(segment.kind(i));
            var place = place(content, new ChunkOfSegment(segment, i, bytes));
            newBytes += segment.length(i);
            chunks.put(segment, i, place.pack(), place.block(), place.first());
            places.add(place.pack(), place.block(), place.first());
        }
        return places.build(place(Content.DESCRIPTORS, new DescriptorToStore(segment.id(), segment.descriptor())));
    }

    /** Begins to make durable what was stored so far. */
    CompletableFuture<Void> turnOver() {
        return CompletableFuture.allOf(data.turnOver(), metadata.turnOver());
    }

    /** Makes durable what was stored; the bytes of all packs. */
    long finish() {
        return storedBefore + data.finish() + metadata.finish();
    }

    private Locator.Run place(Content content, ChunkToStore chunk) throws IOException {
        var place = (content.pack() == PackKind.DATA ? data : metadata).add(content, chunk);
        ownPacks.add(place.pack());
        return place;
    }
}
