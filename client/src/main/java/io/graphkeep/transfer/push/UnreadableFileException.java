package io.graphkeep.transfer.push;

import java.io.IOException;

/** A file could be read only so far. */
final class UnreadableFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long read;

    UnreadableFileException(long read, IOException cause) {
        super("it could not be read: " + SourceTrouble.of(cause), cause);
        this.read = read;
    }

    long read() {
        return read;
    }
}
