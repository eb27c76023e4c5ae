package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.server.backup.files.OpenFile;
import io.graphkeep.server.backup.files.SystemCallException;
import io.graphkeep.transfer.EscapedText;
import java.nio.charset.StandardCharsets;

/**
 * Gives restored files and directories what their entries say beside the content.
 *
 * <p>In an order in which no step undoes another: extended attributes, owner, mode, time. Setuid and setgid never come out of a
 * snapshot; what is carried over from the disk keeps them with its owner, and loses them without. An owner that this user may
 * not give is told, not an error. Thread-safe.
 */
final class Attributes {
    private static final int KEPT_MODE = 01777;
    private static final int SPECIAL_MODE = 06000;
    /** An owner of -1 would mean: leave it as it is. */
    private static final int NO_OWNER = -1;

    private final RestoreFindings findings;
    private final boolean skipOwners;
    private final boolean carried;

    /** The attributes of what comes out of a snapshot. */
    Attributes(RestoreFindings findings, boolean skipOwners) {
        this(findings, skipOwners, false);
    }

    private Attributes(RestoreFindings findings, boolean skipOwners, boolean carried) {
        this.findings = findings;
        this.skipOwners = skipOwners;
        this.carried = carried;
    }

    /** The attributes of what stays in the destination, and is copied as it is. */
    static Attributes ofCarried(RestoreFindings findings) {
        return new Attributes(findings, false, true);
    }

    void apply(Entry entry, OpenFile file) throws SystemCallException {
        extended(entry, file::setAttribute);
        var now = file.stat();
        var mode = mode(entry, owner(entry, now, file::setOwner));
        if (mode != now.mode() || !isOwner(entry, now)) {
            file.setMode(mode);
        }
        file.setModified(EntryMaker.time(entry.getMtimeNs()));
    }

    void apply(Entry entry, Directory directory) throws SystemCallException {
        extended(entry, directory::setAttribute);
        directory.setMode(mode(entry, owner(entry, directory.stat(), directory::setOwner)));
        directory.setModified(EntryMaker.time(entry.getMtimeNs()));
    }

    /** A link has no mode of its own. */
    void applyToLink(Entry entry, Directory directory, Name name) throws SystemCallException {
        owner(entry, directory.stat(name), (user, group) -> directory.setOwner(name, user, group));
        directory.setModified(name, EntryMaker.time(entry.getMtimeNs()));
    }

    private interface OwnerSetter {
        void set(int user, int group) throws SystemCallException;
    }

    private interface AttributeSetter {
        void set(byte[] name, byte[] value) throws SystemCallException;
    }

    /** With another owner the bits would lend that one's rights to what the first has written. */
    private int mode(Entry entry, boolean hasItsOwner) {
        if ((entry.getMode() & SPECIAL_MODE) == 0) {
            return entry.getMode() & KEPT_MODE;
        }
        if (!carried) {
            findings.modeStripped();
            return entry.getMode() & KEPT_MODE;
        }
        if (hasItsOwner) {
            return entry.getMode() & (KEPT_MODE | SPECIAL_MODE);
        }
        findings.modeNotKept(EscapedText.of(entry.getPath().toByteArray()));
        return entry.getMode() & KEPT_MODE;
    }

    private static boolean isOwner(Entry entry, FileStat now) {
        return now.user() == entry.getUid() && now.group() == entry.getGid();
    }

    /** Whether it has the entry's owner now. */
    private boolean owner(Entry entry, FileStat now, OwnerSetter setter) throws SystemCallException {
        if (isOwner(entry, now)) {
            return true;
        }
        if (skipOwners) {
            return false;
        }
        if (entry.getUid() == NO_OWNER || entry.getGid() == NO_OWNER) {
            findings.ownerSkipped();
            return false;
        }
        try {
            setter.set(entry.getUid(), entry.getGid());
            return true;
        } catch (SystemCallException e) {
            if (!e.isDenied() && !e.isUnsupported()) {
                throw e;
            }
            findings.ownerSkipped();
            return false;
        }
    }

    private void extended(Entry entry, AttributeSetter setter) throws SystemCallException {
        for (var attribute : entry.getExtendedAttributesList()) {
            if (!attribute.getName().startsWith("user.")) {
                findings.attributeSkipped();
                continue;
            }
            try {
                setter.set(
                        attribute.getName().getBytes(StandardCharsets.UTF_8),
                        attribute.getValue().toByteArray());
            } catch (SystemCallException e) {
                if (!e.isDenied() && !e.isUnsupported() && !e.isFull()) {
                    throw e;
                }
                findings.attributeSkipped();
            }
        }
    }
}
