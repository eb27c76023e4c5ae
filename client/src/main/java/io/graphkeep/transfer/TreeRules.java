package io.graphkeep.transfer;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.format.v1.EntryMark;
import io.graphkeep.format.v1.TreeSegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a sequence of entries must satisfy to be a tree, told one entry at a time: the same rules for those that write it and
 * those that read it.
 *
 * <p>Every entry is sound in itself, comes after the one before it, and lies in a directory that came before it; so nothing
 * can lie below a symbolic link.
 */
final class TreeRules {
    /** The most bytes of extended attributes that an entry has. */
    static final int MAX_ATTRIBUTE_BYTES = 128 << 10;

    private static final int MAX_NAME_BYTES = 255;
    private static final int MAX_MODE = 07777;

    private byte @Nullable [] last;
    /** Lengths of the prefixes of the last path that are directories, the longest last. */
    private final int[] directories = new int[TreePath.MAX_BYTES];

    private int depth;

    /** Takes the next entry, or says why it cannot stand here. */
    void next(Entry entry) throws FormatException {
        var path = entry.getPath().toByteArray();
        var fault = fault(entry, path);
        if (fault == null) {
            fault = place(entry, path);
        }
        if (fault != null) {
            throw new FormatException("Entry " + TreePath.display(path) + " cannot stand in a tree: " + fault);
        }
        last = path;
    }

    static void check(TreeSegment segment) throws FormatException {
        if (segment.getId().size() != ContentId.BYTES
                || segment.getChunkCount() < 1
                || segment.getChunkCount() > Segment.MAX_CHUNKS) {
            throw new FormatException("A tree names a segment of " + segment.getChunkCount() + " chunks by "
                    + segment.getId().size() + " bytes");
        }
    }

    private @Nullable String place(Entry entry, byte[] path) {
        if (last != null && TreePath.compare(last, path) >= 0) {
            return "it comes after " + TreePath.display(last);
        }
        var parent = TreePath.parentLength(path);
        while (depth > 0 && (directories[depth - 1] > parent || !sharesPrefix(path, directories[depth - 1]))) {
            depth--;
        }
        if (parent > 0 && (depth == 0 || directories[depth - 1] != parent)) {
            return "the directory that holds it is missing";
        }
        if (entry.getKind() == EntryKind.ENTRY_KIND_DIRECTORY && path.length > 0) {
            directories[depth++] = path.length;
        }
        return null;
    }

    private boolean sharesPrefix(byte[] path, int length) {
        return last != null && length <= path.length && Arrays.equals(last, 0, length, path, 0, length);
    }

    private static @Nullable String fault(Entry entry, byte[] path) {
        var fault = TreePath.fault(path);
        if (fault != null) {
            return fault;
        }
        if (path.length == 0 && entry.getKind() != EntryKind.ENTRY_KIND_DIRECTORY) {
            return "the root is a directory";
        }
        if (entry.getMode() < 0 || entry.getMode() > MAX_MODE) {
            return "its mode is out of range";
        }
        if (tooLong(entry.getUserBytes()) || tooLong(entry.getGroupBytes())) {
            return "the name of its owner or group is too long";
        }
        fault = contentFault(entry, path);
        if (fault == null) {
            fault = attributeFault(entry);
        }
        return fault == null ? markFault(entry) : fault;
    }

    private static @Nullable String contentFault(Entry entry, byte[] path) {
        var file = entry.getKind() == EntryKind.ENTRY_KIND_FILE;
        if (entry.getSize() < 0 || entry.getChunkCount() < 0) {
            return "its size or count of chunks is out of range";
        }
        if (!file && (entry.getSize() != 0 || entry.getChunkCount() != 0)) {
            return "only a file has content";
        }
        if (file && (entry.getSize() == 0) != (entry.getChunkCount() == 0)) {
            return "its size and its count of chunks contradict each other";
        }
        return switch (entry.getKind()) {
            case ENTRY_KIND_FILE, ENTRY_KIND_DIRECTORY ->
                entry.getLinkTarget().isEmpty() ? null : "only a link has a target";
            case ENTRY_KIND_SYMLINK -> symlinkFault(entry.getLinkTarget());
            case ENTRY_KIND_HARD_LINK -> hardLinkFault(entry.getLinkTarget().toByteArray(), path);
            case ENTRY_KIND_UNSPECIFIED, UNRECOGNIZED -> "its kind is unknown";
        };
    }

    private static @Nullable String symlinkFault(ByteString target) {
        if (target.isEmpty() || target.size() > TreePath.MAX_BYTES) {
            return "its target has " + target.size() + " bytes";
        }
        for (var i = 0; i < target.size(); i++) {
            if (target.byteAt(i) == 0) {
                return "its target has a NUL in it";
            }
        }
        return null;
    }

    private static @Nullable String hardLinkFault(byte[] target, byte[] path) {
        if (target.length == 0 || TreePath.fault(target) != null) {
            return "its first name is not a path";
        }
        return TreePath.compare(target, path) < 0 ? null : "its first name comes after it";
    }

    private static @Nullable String attributeFault(Entry entry) {
        var total = 0L;
        var previous = ByteString.EMPTY;
        for (var attribute : entry.getExtendedAttributesList()) {
            var name = attribute.getNameBytes();
            if (name.isEmpty() || tooLong(name)) {
                return "an extended attribute's name has " + name.size() + " bytes";
            }
            if (ByteString.unsignedLexicographicalComparator().compare(previous, name) >= 0) {
                return "its extended attributes are not in order";
            }
            previous = name;
            total += name.size() + attribute.getValue().size();
        }
        return total > MAX_ATTRIBUTE_BYTES ? "its extended attributes are too large" : null;
    }

    private static @Nullable String markFault(Entry entry) {
        var previous = 0;
        for (var mark : entry.getMarksList()) {
            if (mark == EntryMark.UNRECOGNIZED || mark.getNumber() <= previous) {
                return "its marks are unknown or not in order";
            }
            previous = mark.getNumber();
        }
        return null;
    }

    private static boolean tooLong(ByteString name) {
        return name.size() > MAX_NAME_BYTES;
    }
}
