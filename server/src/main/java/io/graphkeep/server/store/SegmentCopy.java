package io.graphkeep.server.store;

import io.graphkeep.server.catalog.store.SegmentRow;
import io.graphkeep.transfer.ChunkId;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.transfer.FormatException;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Copies chunks out of old packs into new ones, each hashed on its way, and tells where they are now.
 *
 * <p>A segment that is damaged is left where it is, and recorded as damaged.
 */
final class SegmentCopy {
    private final StoreParts parts;
    private final Set<Long> old;
    private final DescriptorReader descriptors;
    private final PackSequence data;
    private final PackSequence metadata;
    private final Map<Place, Place> copies = new HashMap<>();
    private final MessageDigest digest = ContentId.newDigest();

    SegmentCopy(UUID session, StoreParts parts, Set<Long> old) {
        this.parts = parts;
        this.old = Set.copyOf(old);
        this.descriptors = new DescriptorReader(parts.packs());
        var room = WriteRoom.whole(parts.settings().packBytes());
        var packs = new SessionPacks(session, parts);
        this.data = new PackSequence(PackKind.DATA, packs, Runnable::run, room);
        this.metadata = new PackSequence(PackKind.METADATA, packs, Runnable::run, room);
    }

    private record Place(long pack, int block, int chunk) {
        static Place of(Locator.Run run, int offset) {
            return new Place(run.pack(), run.block(), run.first() + offset);
        }

        Locator.Run run() {
            return new Locator.Run(pack, block, chunk, 1);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Copied(ContentId id, byte[] block, int start, int length) implements ChunkToStore {
        @Override
        public void copyId(byte[] target, int offset) {
            id.copyTo(target, offset);
        }

        @Override
        public void copyBytes(byte[] target, int offset) {
            System.arraycopy(block, start, target, offset, length);
        }
    }

    void add(SegmentRow row) throws IOException {
        try {
            var found = descriptors.read(row);
            var chunk = 0;
            for (var run : found.locator().runs()) {
                for (var i = 0; i < run.count(); i++) {
                    copy(Place.of(run, i), found.segment().chunkId(chunk++));
                }
            }
            copy(Place.of(found.locator().descriptor(), 0), found.segment().id());
        } catch (DamagedException | FormatException e) {
            parts.damage().found(row, e);
        }
    }

    /** Makes the copies durable. Returns the bytes of the new packs. */
    long finish() {
        return data.finish() + metadata.finish();
    }

    /** The same locator with what was copied where it is now. */
    Locator moved(Locator locator) {
        var runs = new Locator.Builder();
        for (var run : locator.runs()) {
            for (var i = 0; i < run.count(); i++) {
                var place = Place.of(run, i);
                var now = copies.getOrDefault(place, place);
                runs.add(now.pack(), now.block(), now.chunk());
            }
        }
        var descriptor = Place.of(locator.descriptor(), 0);
        return runs.build(copies.getOrDefault(descriptor, descriptor).run());
    }

    private void copy(Place place, ContentId id) throws IOException {
        if (!old.contains(place.pack()) || copies.containsKey(place)) {
            return;
        }
        var run = place.run();
        var block = parts.packs().block(run);
        var start = block.start(run);
        var length = block.length(run);
        // A descriptor was compared with the segment's id when it was read.
        if (id instanceof ChunkId
                && !ChunkId.of(digest, block.bytes(), start, length).equals(id)) {
            throw new DamagedException("Chunk " + place.chunk() + " of block " + place.block() + " of "
                    + parts.packs().describe(place.pack()) + " is not the chunk " + id + " that it should be.");
        }
        var content = block.block().content().written();
        var to = (content.pack() == PackKind.DATA ? data : metadata)
                .add(content, new Copied(id, block.bytes(), start, length));
        copies.put(place, Place.of(to, 0));
    }
}
