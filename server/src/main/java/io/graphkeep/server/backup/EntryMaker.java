package io.graphkeep.server.backup;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.format.v1.ExtendedAttribute;
import io.graphkeep.server.backup.files.ExtendedAttributes;
import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.transfer.TreePath;

/** Makes the tree's entries of what the file system says. */
final class EntryMaker {
    private static final long NANOS = 1_000_000_000L;
    private static final long MOST_SECONDS = Long.MAX_VALUE / NANOS - 1;

    private final OwnerNames owners;

    EntryMaker(OwnerNames owners) {
        this.owners = owners;
    }

    /** An entry with all that a stat tells but the size. */
    Entry.Builder of(TreePath path, EntryKind kind, FileStat stat) {
        return Entry.newBuilder()
                .setPath(path.toByteString())
                .setKind(kind)
                .setMode(stat.mode())
                .setUid(stat.user())
                .setGid(stat.group())
                .setUser(owners.user(stat.user()))
                .setGroup(owners.group(stat.group()))
                .setMtimeNs(nanos(stat.modified()))
                .setCtimeNs(nanos(stat.changed()));
    }

    static void add(Entry.Builder entry, ExtendedAttributes attributes) {
        for (var attribute : attributes.list()) {
            entry.addExtendedAttributes(ExtendedAttribute.newBuilder()
                    .setName(attribute.name())
                    .setValue(ByteString.copyFrom(attribute.value())));
        }
    }

    /** Nanoseconds since 1970; what lies beyond the years 1678 to 2262 is moved to their edge. */
    static long nanos(FileStat.FileTime time) {
        var seconds = Math.clamp(time.seconds(), -MOST_SECONDS, MOST_SECONDS);
        return seconds * NANOS + time.nanos();
    }

    static FileStat.FileTime time(long nanos) {
        return new FileStat.FileTime(Math.floorDiv(nanos, NANOS), (int) Math.floorMod(nanos, NANOS));
    }
}
