package io.graphkeep.server.store;

import io.graphkeep.server.store.backend.Backend;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A pack that is being filled: blocks of several contents side by side, encrypted as they are full, in memory until all is
 * there.
 *
 * <p>Not thread-safe: one writer fills one pack, and no one touches it after {@link #put} was called, which makes it durable;
 * until that returns, no one may refer to its chunks.
 */
final class PackWriter {
    private final UUID id;
    private final long number;
    private final PackKind kind;
    private final ObjectCipher cipher;
    private final BlockWorkers workers;
    private final BlockBuffers buffers;
    private final Map<Content, OpenBlock> open = new EnumMap<>(Content.class);
    private final List<OpenBlock> blocks = new ArrayList<>();
    private final List<@Nullable Future<SealedBlock>> sealed = new ArrayList<>();

    PackWriter(UUID id, long number, PackKind kind, RepositoryKey key, BlockWorkers workers, BlockBuffers buffers) {
        this.id = id;
        this.number = number;
        this.kind = kind;
        this.cipher = key.cipher(ObjectNames.pack(id));
        this.workers = workers;
        this.buffers = buffers;
    }

    /** The pack's number in the catalog. */
    long number() {
        return number;
    }

    boolean isEmpty() {
        return blocks.isEmpty();
    }

    int blocks() {
        return blocks.size();
    }

    int chunks() {
        return blocks.stream().mapToInt(OpenBlock::chunks).sum();
    }

    /** Whether a chunk fits without a new block. */
    boolean hasOpenBlock(Content content, int bytes) {
        var block = open.get(content);
        return block != null && block.hasRoom(bytes);
    }

    Locator.Run add(Content content, ChunkToStore chunk) throws IOException {
        var block = open.get(content);
        if (block == null || !block.hasRoom(chunk.length())) {
            closeBlock(content);
            block = new OpenBlock(blocks.size(), content, buffers.take(chunk.length()));
            open.put(content, block);
            blocks.add(block);
            sealed.add(null);
        }
        return new Locator.Run(number, block.number(), block.add(chunk), 1);
    }

    /** How large the pack is, as far as is known: blocks count as compressed once they are. */
    long bytesSoFar() {
        var sum = 0L;
        for (var i = 0; i < blocks.size(); i++) {
            var block = sealed.get(i);
            sum += block != null && block.state() == Future.State.SUCCESS
                    ? block.resultNow().bytes().length
                    : blocks.get(i).length();
        }
        return sum;
    }

    /** Gives the blocks that are open to the workers, full or not. */
    void closeBlocks() {
        List.copyOf(open.keySet()).forEach(this::closeBlock);
    }

    /** Waits for the workers, writes the index and the footer, and makes the pack durable. Returns its size. */
    long put(Backend backend) throws IOException {
        closeBlocks();
        var content = new ArrayList<ByteBuffer>(blocks.size() + 3);
        var index = new ArrayList<PackIndex.Block>(blocks.size());
        var offset = (long) PackFrame.HEADER_BYTES;
        for (var i = 0; i < blocks.size(); i++) {
            var block = await(Objects.requireNonNull(sealed.get(i)));
            content.add(ByteBuffer.wrap(block.bytes()));
            index.add(blocks.get(i).indexed(offset, block));
            offset += block.bytes().length;
        }
        var plain = new PackIndex(index).encode();
        var ending = cipher.seal(ObjectCipher.INDEX, plain, 0, plain.length);
        var size = offset + ending.length + PackFrame.FOOTER_BYTES;
        var frame = new PackFrame(id, kind, blocks.size(), ending.length, size);
        content.addFirst(ByteBuffer.wrap(frame.header()));
        content.add(ByteBuffer.wrap(ending));
        content.add(ByteBuffer.wrap(frame.footer()));
        backend.put(cipher.name(), content);
        return size;
    }

    private void closeBlock(Content content) {
        var block = open.remove(content);
        if (block != null) {
            sealed.set(block.number(), workers.seal(cipher, block, buffers));
        }
    }

    private static SealedBlock await(Future<SealedBlock> block) {
        try {
            return block.get();
        } catch (ExecutionException e) {
            throw StoreFailures.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a block to be compressed", e);
        }
    }
}
