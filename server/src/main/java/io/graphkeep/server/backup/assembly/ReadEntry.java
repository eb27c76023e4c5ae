package io.graphkeep.server.backup.assembly;

import io.graphkeep.format.v1.Entry;
import org.jspecify.annotations.Nullable;

/** A file that was read, with its chunks in the parent where it has any there. */
public record ReadEntry(Entry entry, @Nullable ParentRange before) {}
