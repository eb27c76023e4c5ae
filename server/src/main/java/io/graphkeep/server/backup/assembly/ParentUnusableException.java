package io.graphkeep.server.backup.assembly;

import java.io.IOException;

/** The parent cannot vouch for what did not change, as when a part of it is damaged: everything must be read. */
public final class ParentUnusableException extends IOException {
    private static final long serialVersionUID = 1L;

    ParentUnusableException(String why) {
        super(why);
    }

    public ParentUnusableException(String why, Throwable cause) {
        super(why, cause);
    }
}
