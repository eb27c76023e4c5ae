package io.graphkeep.server.backup;

/** Why a path of the source is not in a snapshot as it stood there. */
enum SourceProblem {
    /** It could not be read: the snapshot is PARTIAL. */
    UNREADABLE,
    /** It was listed, and gone when it was read: the snapshot is FUZZY. */
    VANISHED,
    /** It changed while it was read: the snapshot is FUZZY. */
    CHANGED,
    /** A socket, which no snapshot holds. */
    SOCKET,
    /** A FIFO, which no snapshot holds. */
    FIFO,
    /** A device, which no snapshot holds. */
    DEVICE,
    /** Left out by a pattern, or on another file system. */
    EXCLUDED,
    /** What an earlier restore left beside its destination. */
    TEMPORARY,
    /** Its content is whole, but not all that is known of it. */
    METADATA
}
