package io.graphkeep.server.backup;

import io.graphkeep.v1.FileChange;

/** Takes what differs, in path order. */
public interface DiffListener {
    /** Takes one path; waits until there is room for it. */
    void changed(FileChange change) throws InterruptedException;

    /** Ends the comparison with an exception where nobody waits for it any more. */
    void checkCancelled();
}
