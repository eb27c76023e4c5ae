package io.graphkeep.server.store;

import io.graphkeep.transfer.ChunkId;
import io.graphkeep.transfer.ContentId;
import io.graphkeep.transfer.Segment;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A stretch of chunks of bounded size that are read in the order in which they lie and given in the order in which they were
 * asked for.
 */
final class ReadWindow {
    private static final int BYTES = 16 << 20;

    private final PackReaders packs;
    private final MessageDigest digest = ContentId.newDigest();
    private final List<Wanted> wanted = new ArrayList<>();
    private byte[] bytes = new byte[0];
    private int length;

    ReadWindow(PackReaders packs) {
        this.packs = packs;
    }

    private record Wanted(int position, int chunk, DescriptorReader.Found found, int offset) {
        Locator.Run place() {
            return found.locator().place(chunk);
        }

        Segment segment() {
            return found.segment();
        }

        int length() {
            return segment().length(chunk);
        }

        Wanted in(DescriptorReader.Found other) {
            return segment().id().equals(other.segment().id()) ? new Wanted(position, chunk, other, offset) : this;
        }
    }

    /** A chunk could not be read as it was written. */
    static final class DamagedSegmentException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient DescriptorReader.Found segment;
        private final transient DamagedException damage;

        DamagedSegmentException(DescriptorReader.Found segment, DamagedException damage) {
            super(damage);
            this.segment = segment;
            this.damage = damage;
        }

        DescriptorReader.Found segment() {
            return segment;
        }

        DamagedException damage() {
            return damage;
        }
    }

    boolean hasRoom(int more) {
        return wanted.isEmpty() || length + more <= BYTES;
    }

    void add(int position, int chunk, DescriptorReader.Found found) {
        var next = new Wanted(position, chunk, found, length);
        wanted.add(next);
        length += next.length();
    }

    /** Takes the chunks of a segment from where it lies besides. */
    void relocate(DescriptorReader.Found found) {
        wanted.replaceAll(chunk -> chunk.in(found));
    }

    void load() throws IOException {
        if (bytes.length < length) {
            bytes = new byte[Math.max(length, Math.min(BYTES, 2 * length))];
        }
        var inPlace = new ArrayList<>(wanted);
        inPlace.sort(Comparator.<Wanted>comparingLong(chunk -> chunk.place().pack())
                .thenComparingInt(chunk -> chunk.place().block())
                .thenComparingInt(chunk -> chunk.place().first()));
        for (var chunk : inPlace) {
            try {
                load(chunk);
            } catch (DamagedException e) {
                throw new DamagedSegmentException(chunk.found(), e);
            }
        }
    }

    void deliver(ChunkConsumer consumer) throws IOException {
        for (var chunk : wanted) {
            consumer.accept(chunk.position(), chunk.chunk(), bytes, chunk.offset(), chunk.length());
        }
        wanted.clear();
        length = 0;
    }

    private void load(Wanted chunk) throws IOException {
        var block = packs.block(chunk.place());
        var start = block.start(chunk.place());
        var size = block.length(chunk.place());
        var id = chunk.segment().chunkId(chunk.chunk());
        if (size != chunk.length()
                || !ChunkId.of(digest, block.bytes(), start, size).equals(id)) {
            throw new DamagedException("Chunk " + chunk.place().first() + " of block "
                    + chunk.place().block() + " of "
                    + packs.describe(chunk.place().pack())
                    + " is not the chunk " + id + " that it should be.");
        }
        System.arraycopy(block.bytes(), start, bytes, chunk.offset(), size);
    }
}
