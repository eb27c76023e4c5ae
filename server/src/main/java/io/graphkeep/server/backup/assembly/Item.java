package io.graphkeep.server.backup.assembly;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.server.backup.reading.FileBatch;
import io.graphkeep.server.backup.reading.Piece;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One step of a capture, in the order of the tree. */
sealed interface Item {
    /** An entry without content. */
    record Told(Entry entry) implements Item {}

    /** A file that has not changed since the parent. */
    record Kept(Entry entry, ParentRange chunks) implements Item {}

    /** A file that is being read, with its chunks in the parent where it has any there. */
    record Begun(long size, @Nullable ParentRange before) implements Item {}

    /** The next chunks of the file that was begun. */
    record Chunks(Future<Piece> piece) implements Item {}

    /** The file that was begun has ended. */
    record Ended(Entry entry) implements Item {}

    /** Whole files that were read together. */
    record Files(Future<FileBatch<ReadEntry>> batch) implements Item {}

    /** Nothing comes after it. */
    record End() implements Item {}
}
