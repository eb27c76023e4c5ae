package io.graphkeep.server.backup;

import io.graphkeep.v1.FileKind;
import io.graphkeep.v1.FileProblem;

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
    METADATA;

    /** What the path is, as far as the problem says. */
    FileKind kind() {
        return switch (this) {
            case SOCKET -> FileKind.FILE_KIND_SOCKET;
            case FIFO -> FileKind.FILE_KIND_FIFO;
            case DEVICE -> FileKind.FILE_KIND_DEVICE;
            case UNREADABLE, VANISHED, CHANGED, EXCLUDED, TEMPORARY, METADATA -> FileKind.FILE_KIND_UNSPECIFIED;
        };
    }

    /** As the contract tells it. */
    FileProblem told() {
        return switch (this) {
            case SOCKET, FIFO, DEVICE -> FileProblem.FILE_PROBLEM_SPECIAL;
            case UNREADABLE -> FileProblem.FILE_PROBLEM_UNREADABLE;
            case VANISHED -> FileProblem.FILE_PROBLEM_VANISHED;
            case CHANGED -> FileProblem.FILE_PROBLEM_CHANGED;
            case EXCLUDED -> FileProblem.FILE_PROBLEM_EXCLUDED;
            case TEMPORARY -> FileProblem.FILE_PROBLEM_TEMPORARY;
            case METADATA -> FileProblem.FILE_PROBLEM_METADATA;
        };
    }
}
