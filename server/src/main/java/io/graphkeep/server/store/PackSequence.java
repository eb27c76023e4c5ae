package io.graphkeep.server.store;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The packs of one kind that a session fills, one after the other: while one is made durable the next is filled, and a third
 * waits for the first.
 *
 * <p>Not thread-safe. A failure of a put is told at the next call.
 */
final class PackSequence {
    private final PackKind kind;
    private final SessionPacks packs;
    private final Executor puts;
    private final WriteRoom room;
    private @Nullable PackWriter current;
    private CompletableFuture<Long> putting = CompletableFuture.completedFuture(0L);
    private long stored;

    PackSequence(PackKind kind, SessionPacks packs, Executor puts, WriteRoom room) {
        this.kind = kind;
        this.packs = packs;
        this.puts = puts;
        this.room = room;
    }

    Locator.Run add(Content content, ChunkToStore chunk) throws IOException {
        var pack = current;
        if (pack != null && !pack.hasOpenBlock(content, chunk.length()) && pack.bytesSoFar() >= room.packBytes()) {
            startPut();
            pack = null;
        }
        if (pack == null) {
            pack = packs.open(kind);
            current = pack;
        }
        return pack.add(content, chunk);
    }

    /** Begins to make durable what is there; what comes goes into another pack. */
    CompletableFuture<Long> turnOver() {
        startPut();
        return putting;
    }

    /** Makes durable what is there. Returns the bytes of all packs of the sequence. */
    long finish() {
        startPut();
        awaitPut();
        return stored;
    }

    private void startPut() {
        awaitPut();
        var full = current;
        current = null;
        if (full != null && !full.isEmpty()) {
            full.closeBlocks();
            putting = CompletableFuture.supplyAsync(() -> packs.put(full), puts);
        }
    }

    private void awaitPut() {
        var last = putting;
        try {
            stored += last.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        putting = CompletableFuture.completedFuture(0L);
    }
}
