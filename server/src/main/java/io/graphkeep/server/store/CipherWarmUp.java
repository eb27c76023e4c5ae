package io.graphkeep.server.store;

import io.graphkeep.server.store.backend.ObjectName;
import java.time.Duration;
import javax.crypto.spec.SecretKeySpec;

/**
 * Has Java compile its encryption before that is needed: until it was asked some thousand times it takes forty times as long,
 * and the restore after a disaster is the first thing that a server does.
 *
 * <p>A thread of its own, which begins a while after the start, and ends as soon as encryption is fast, or when it is
 * interrupted. Nothing that is kept is encrypted under its key.
 */
final class CipherWarmUp implements Runnable {
    /** A start has enough to do, and a server that ends soon needs none of it. */
    private static final Duration LATER = Duration.ofSeconds(10);

    private static final int KEY_BYTES = 32;
    private static final int ROUNDS = 64;
    private static final int ROUND = 256;
    private static final int SMALL = 2 << 10;
    private static final int LARGE = 64 << 10;
    private static final long FAST_NANOS = 250_000;

    private final ObjectCipher cipher =
            new ObjectCipher(new ObjectName("warm-up"), new SecretKeySpec(new byte[KEY_BYTES], "AES"));

    static Thread start() {
        return Thread.ofPlatform().name("store-warm-up").daemon().start(new CipherWarmUp());
    }

    @Override
    public void run() {
        try {
            Thread.sleep(LATER);
            for (var round = 0; round < ROUNDS && nanosToOpen(LARGE) > FAST_NANOS; round++) {
                for (var i = 0; i < ROUND && !Thread.currentThread().isInterrupted(); i++) {
                    nanosToOpen(SMALL);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (DamagedException e) {
            throw new IllegalStateException("What was just encrypted cannot be decrypted", e);
        }
    }

    private long nanosToOpen(int bytes) throws DamagedException {
        var sealed = cipher.seal(0, new byte[bytes], 0, bytes);
        var begun = System.nanoTime();
        cipher.open(0, sealed, 0, sealed.length);
        return System.nanoTime() - begun;
    }
}
