package io.graphkeep.server.backup.assembly;

/**
 * Where a file's chunks stand in the sequence of all chunks of the parent.
 *
 * @param first the number of its first chunk, counted from the parent's beginning
 */
public record ParentRange(long first, long count) {
    long end() {
        return first + count;
    }
}
