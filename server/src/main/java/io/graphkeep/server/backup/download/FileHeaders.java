package io.graphkeep.server.backup.download;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.graphkeep.format.v1.Entry;
import io.graphkeep.transfer.EscapedText;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.v1.FileHeader;
import io.graphkeep.v1.FileKind;

/** What a stream says of an entry of the tree before its bytes. */
final class FileHeaders {
    private static final long SECOND = 1_000_000_000L;

    private FileHeaders() {}

    /** A regular file, under a name of its own or another, from some byte of it on. */
    static FileHeader file(TreePath name, Entry entry, long offset) {
        return attributes(name, entry, FileKind.FILE_KIND_REGULAR)
                .setSizeBytes(entry.getSize())
                .setOffset(offset)
                .build();
    }

    static FileHeader directory(TreePath name, Entry entry) {
        return attributes(name, entry, FileKind.FILE_KIND_DIRECTORY).build();
    }

    static FileHeader symlink(TreePath name, Entry entry) {
        return attributes(name, entry, FileKind.FILE_KIND_SYMLINK)
                .setLinkTarget(escaped(entry.getLinkTarget()))
                .build();
    }

    /** A further name of a file that was sent before. */
    static FileHeader hardLink(TreePath name, Entry entry, TreePath target) {
        return attributes(name, entry, FileKind.FILE_KIND_REGULAR)
                .setHardLinkTarget(target.text())
                .build();
    }

    private static FileHeader.Builder attributes(TreePath name, Entry entry, FileKind kind) {
        var header = FileHeader.newBuilder()
                .setPath(name.text())
                .setKind(kind)
                .setMode(entry.getMode())
                .setUserId(Integer.toUnsignedLong(entry.getUid()))
                .setGroupId(Integer.toUnsignedLong(entry.getGid()))
                .setUserName(entry.getUser())
                .setGroupName(entry.getGroup())
                .setModifyTime(Timestamp.newBuilder()
                        .setSeconds(Math.floorDiv(entry.getMtimeNs(), SECOND))
                        .setNanos((int) Math.floorMod(entry.getMtimeNs(), SECOND)))
                .setSizeBytes(0);
        entry.getExtendedAttributesList()
                .forEach(attribute -> header.putExtendedAttributes(attribute.getName(), attribute.getValue()));
        return header;
    }

    private static String escaped(ByteString raw) {
        return EscapedText.of(raw.toByteArray());
    }
}
