package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.backend.Backend;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A new master key for the same repository key, in steps of which each is durable before the next: the new key in a file beside
 * the old, the repository key wrapped with it in the store and read back, the new file in the place of the old.
 *
 * <p>After any of them the key file opens the store. What the old key opens stays until the new one was exported: a machine that
 * is lost in between is not the end of the store.
 */
final class KeyRotation {
    private final Backend backend;
    private final MasterKeyFile file;
    private final RepositoryKey key;
    private final WrappedKeys wrapped;
    private final Ids ids;
    private final ReentrantLock rotating = new ReentrantLock();

    KeyRotation(Backend backend, MasterKeyFile file, RepositoryKey key, Ids ids) {
        this.backend = backend;
        this.file = file;
        this.key = key;
        this.wrapped = new WrappedKeys(backend);
        this.ids = ids;
    }

    /** Rotates, and returns the number of the wrapped key that is in force now. */
    long rotate() throws IOException {
        rotating.lock();
        try {
            wrapped.open(present());
            var master = MasterKey.of(ids.bytes(MasterKey.BYTES));
            file.stage(master);
            var number = wrapped.add(key, master, ids);
            file.promote();
            return number;
        } finally {
            rotating.unlock();
        }
    }

    /** Removes the wrapped keys that the key file does not need: those below the newest, which it opens. */
    void dropOld() throws IOException {
        rotating.lock();
        try {
            var numbers = wrapped.numbers();
            if (numbers.size() < 2 || wrapped.open(present()).number() != numbers.getFirst()) {
                return;
            }
            for (var number : numbers.subList(1, numbers.size())) {
                backend.delete(ObjectNames.key(number));
            }
        } finally {
            rotating.unlock();
        }
    }

    private MasterKey present() {
        return file.read()
                .orElseThrow(() -> new GraphkeepException(
                        Reason.KEY_UNAVAILABLE, "The key file " + file.path() + " is not there."));
    }
}
