package io.graphkeep.server.backup.receive;

import org.jspecify.annotations.Nullable;

/** What a client sends, one frame at a time. */
@FunctionalInterface
public interface Frames<Q> {
    /** Waits for the next frame; null once the client has sent its last. Whoever may not wait any longer throws. */
    @Nullable
    Q next() throws InterruptedException;
}
