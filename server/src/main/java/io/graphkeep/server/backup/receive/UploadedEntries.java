package io.graphkeep.server.backup.receive;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.format.v1.ExtendedAttribute;
import io.graphkeep.transfer.EscapedText;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.v1.FileHeader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.TreeMap;

/** Makes a tree's entries of the headers of an upload, and refuses what no tree can hold. */
final class UploadedEntries {
    private static final int FILE_MODE = 0644;
    private static final int DIRECTORY_MODE = 0755;
    private static final int LINK_MODE = 0777;
    private static final int MOST_MODE = 07777;
    private static final int LONGEST_NAME = 255;
    private static final int MOST_ATTRIBUTES = 64;
    private static final int MOST_ATTRIBUTE_BYTES = 64 << 10;
    private static final long MOST_OWNER = 0xFFFF_FFFFL;
    private static final long NANOS = 1_000_000_000L;
    private static final long MOST_SECONDS = Long.MAX_VALUE / NANOS - 1;

    private final Clock clock;
    private final Owner server;

    /** An owner by numbers. */
    record Owner(int user, int group) {}

    /**
     * Makes entries.
     *
     * @param server whom entries belong to whose owner was not told
     */
    UploadedEntries(Clock clock, Owner server) {
        this.clock = clock;
        this.server = server;
    }

    /** The entry of this header, without size and count of chunks. */
    Entry.Builder of(FileHeader header) {
        var path = path(header.getPath());
        var entry = Entry.newBuilder()
                .setPath(path.toByteString())
                .setKind(kind(header))
                .setUid(header.hasUserId() ? owner(header, header.getUserId()) : server.user())
                .setGid(header.hasGroupId() ? owner(header, header.getGroupId()) : server.group())
                .setUser(name(header, header.getUserName()))
                .setGroup(name(header, header.getGroupName()))
                .setMtimeNs(header.hasModifyTime() ? nanos(header, header.getModifyTime()) : now());
        entry.setMode(mode(header, entry.getKind()));
        if (header.getDamagedBefore() != 0) {
            throw EntryRefusal.of(header.getPath(), "an upload leaves nothing out, so its damaged_before is 0");
        }
        if (header.getOffset() != 0) {
            throw EntryRefusal.of(header.getPath(), "an upload brings whole files, so its offset is 0");
        }
        addTarget(entry, header);
        addAttributes(entry, header);
        return entry;
    }

    /** A directory that was not sent and must be there; as old as what lies in it, so that equal uploads are equal. */
    Entry implied(ByteString path, long modifiedNanos) {
        return Entry.newBuilder()
                .setPath(path)
                .setKind(EntryKind.ENTRY_KIND_DIRECTORY)
                .setMode(DIRECTORY_MODE)
                .setUid(server.user())
                .setGid(server.group())
                .setMtimeNs(modifiedNanos)
                .build();
    }

    private static TreePath path(String text) {
        try {
            var path = TreePath.parseText(text);
            if (path.isRoot()) {
                throw EntryRefusal.of(text, "it has no name");
            }
            return path;
        } catch (FormatException e) {
            throw EntryRefusal.of(text, String.valueOf(e.getMessage()));
        }
    }

    private static EntryKind kind(FileHeader header) {
        if (!header.getHardLinkTarget().isEmpty()) {
            return EntryKind.ENTRY_KIND_HARD_LINK;
        }
        return switch (header.getKind()) {
            case FILE_KIND_UNSPECIFIED, FILE_KIND_REGULAR -> EntryKind.ENTRY_KIND_FILE;
            case FILE_KIND_DIRECTORY -> EntryKind.ENTRY_KIND_DIRECTORY;
            case FILE_KIND_SYMLINK -> EntryKind.ENTRY_KIND_SYMLINK;
            default ->
                throw EntryRefusal.of(header.getPath(), "only files, directories and symbolic links can be uploaded");
        };
    }

    private static int mode(FileHeader header, EntryKind kind) {
        var mode = header.getMode();
        if (mode < 0 || mode > MOST_MODE) {
            throw EntryRefusal.of(header.getPath(), "its mode is more than permission bits");
        }
        if (header.hasMode()) {
            return mode;
        }
        return switch (kind) {
            case ENTRY_KIND_DIRECTORY -> DIRECTORY_MODE;
            case ENTRY_KIND_SYMLINK -> LINK_MODE;
            case ENTRY_KIND_FILE, ENTRY_KIND_HARD_LINK, ENTRY_KIND_UNSPECIFIED, UNRECOGNIZED -> FILE_MODE;
        };
    }

    private static int owner(FileHeader header, long number) {
        if (number < 0 || number > MOST_OWNER) {
            throw EntryRefusal.of(header.getPath(), "the number of its owner or group is out of range");
        }
        return (int) number;
    }

    private static String name(FileHeader header, String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw EntryRefusal.of(header.getPath(), "the name of its owner or group is too long");
        }
        return name;
    }

    private static long nanos(FileHeader header, Timestamp time) {
        var seconds = time.getSeconds();
        if (seconds < -MOST_SECONDS || seconds > MOST_SECONDS || time.getNanos() < 0 || time.getNanos() >= NANOS) {
            throw EntryRefusal.of(header.getPath(), "its time is not between the years 1678 and 2262");
        }
        return seconds * NANOS + time.getNanos();
    }

    private long now() {
        Instant now = clock.instant();
        return now.getEpochSecond() * NANOS + now.getNano();
    }

    private static void addTarget(Entry.Builder entry, FileHeader header) {
        if (entry.getKind() == EntryKind.ENTRY_KIND_HARD_LINK) {
            entry.setLinkTarget(path(header.getHardLinkTarget()).toByteString());
        } else if (entry.getKind() == EntryKind.ENTRY_KIND_SYMLINK) {
            entry.setLinkTarget(ByteString.copyFrom(target(header)));
        } else if (!header.getLinkTarget().isEmpty()) {
            throw EntryRefusal.of(header.getPath(), "only a symbolic link has a target");
        }
    }

    private static byte[] target(FileHeader header) {
        try {
            var target = EscapedText.parse(header.getLinkTarget());
            if (target.length == 0 || target.length > TreePath.MAX_BYTES || contains(target, (byte) 0)) {
                throw EntryRefusal.of(header.getPath(), "its target is empty, too long, or has a NUL in it");
            }
            return target;
        } catch (FormatException e) {
            throw EntryRefusal.of(header.getPath(), String.valueOf(e.getMessage()));
        }
    }

    private static boolean contains(byte[] bytes, byte wanted) {
        for (var next : bytes) {
            if (next == wanted) {
                return true;
            }
        }
        return false;
    }

    private static void addAttributes(Entry.Builder entry, FileHeader header) {
        if (header.getExtendedAttributesCount() > MOST_ATTRIBUTES) {
            throw EntryRefusal.of(header.getPath(), "it has more than " + MOST_ATTRIBUTES + " extended attributes");
        }
        var sum = 0L;
        var sorted = new TreeMap<ByteString, ByteString>(ByteString.unsignedLexicographicalComparator());
        for (var attribute : header.getExtendedAttributesMap().entrySet()) {
            var name = ByteString.copyFromUtf8(attribute.getKey());
            if (!attribute.getKey().startsWith("user.") || name.size() > LONGEST_NAME) {
                throw EntryRefusal.of(
                        header.getPath(), "extended attributes are uploaded of the namespace user. alone");
            }
            sum += name.size() + attribute.getValue().size();
            sorted.put(name, attribute.getValue());
        }
        if (sum > MOST_ATTRIBUTE_BYTES) {
            throw EntryRefusal.of(header.getPath(), "its extended attributes have more than 64 KiB");
        }
        sorted.forEach((name, value) -> entry.addExtendedAttributes(
                ExtendedAttribute.newBuilder().setNameBytes(name).setValue(value)));
    }
}
