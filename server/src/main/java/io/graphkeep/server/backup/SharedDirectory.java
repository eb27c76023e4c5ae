package io.graphkeep.server.backup;

import io.graphkeep.server.backup.files.Directory;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A directory that several files which are being restored lie in, held open until the last of them is done. Thread-safe. */
final class SharedDirectory {
    private final Directory directory;
    private final Set<SharedDirectory> all;
    private final AtomicInteger holders = new AtomicInteger(1);

    /** Takes the directory over; held once. Leaves the set of all that are open when it is closed. */
    SharedDirectory(Directory directory, Set<SharedDirectory> all) {
        this.directory = directory;
        this.all = all;
    }

    Directory directory() {
        return directory;
    }

    /** Held once more, by a holder's leave. */
    SharedDirectory hold() {
        holders.incrementAndGet();
        return this;
    }

    void release() throws IOException {
        if (holders.decrementAndGet() == 0) {
            all.remove(this);
            directory.close();
        }
    }
}
