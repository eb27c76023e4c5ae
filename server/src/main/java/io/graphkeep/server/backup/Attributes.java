package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.FileStat;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.server.backup.files.OpenFile;
import io.graphkeep.server.backup.files.SystemCallException;
import java.nio.charset.StandardCharsets;

/**
 * Gives restored files and directories what their entries say beside the content.
 *
 * <p>In an order in which no step undoes another: extended attributes, owner, mode, time. Setuid and setgid are never set. An
 * owner that this user may not give is told, not an error. Thread-safe.
 */
final class Attributes {
    private static final int KEPT_MODE = 01777;
    private static final int SPECIAL_MODE = 06000;
    /** An owner of -1 would mean: leave it as it is. */
    private static final int NO_OWNER = -1;

    private final RestoreFindings findings;
    private final boolean skipOwners;

    Attributes(RestoreFindings findings, boolean skipOwners) {
        this.findings = findings;
        this.skipOwners = skipOwners;
    }

    void apply(Entry entry, OpenFile file) throws SystemCallException {
        extended(entry, file::setAttribute);
        var now = file.stat();
        owner(entry, now, file::setOwner);
        var mode = mode(entry);
        if (mode != now.mode() || !isOwner(entry, now)) {
            file.setMode(mode);
        }
        file.setModified(EntryMaker.time(entry.getMtimeNs()));
    }

    void apply(Entry entry, Directory directory) throws SystemCallException {
        extended(entry, directory::setAttribute);
        owner(entry, directory.stat(), directory::setOwner);
        directory.setMode(mode(entry));
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

    private int mode(Entry entry) {
        if ((entry.getMode() & SPECIAL_MODE) != 0) {
            findings.modeStripped();
        }
        return entry.getMode() & KEPT_MODE;
    }

    private static boolean isOwner(Entry entry, FileStat now) {
        return now.user() == entry.getUid() && now.group() == entry.getGid();
    }

    private void owner(Entry entry, FileStat now, OwnerSetter setter) throws SystemCallException {
        if (skipOwners || isOwner(entry, now)) {
            return;
        }
        if (entry.getUid() == NO_OWNER || entry.getGid() == NO_OWNER) {
            findings.ownerSkipped();
            return;
        }
        try {
            setter.set(entry.getUid(), entry.getGid());
        } catch (SystemCallException e) {
            if (!e.isDenied() && !e.isUnsupported()) {
                throw e;
            }
            findings.ownerSkipped();
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
