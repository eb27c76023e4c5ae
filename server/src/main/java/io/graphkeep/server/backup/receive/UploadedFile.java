package io.graphkeep.server.backup.receive;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.TreePath;

/**
 * An entry of an upload, and where the spool lists its content.
 *
 * @param from where the list begins
 * @param to where it ends; the same for what has no content
 */
record UploadedFile(TreePath path, Entry entry, long from, long to) implements Comparable<UploadedFile> {
    static UploadedFile of(Entry entry, long from, long to) throws FormatException {
        return new UploadedFile(TreePath.parse(entry.getPath()), entry, from, to);
    }

    @Override
    public int compareTo(UploadedFile other) {
        return path.compareTo(other.path);
    }
}
