package io.graphkeep.server.backup.files;

import java.io.IOException;

/** A directory has more names than are listed at once, so that a listing's memory has a bound. */
public final class CrowdedDirectoryException extends IOException {
    private static final long serialVersionUID = 1L;

    CrowdedDirectoryException(int most) {
        super("The directory has more than " + most + " entries");
    }
}
