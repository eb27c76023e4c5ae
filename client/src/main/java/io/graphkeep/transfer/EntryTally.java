package io.graphkeep.transfer;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryMark;
import io.graphkeep.format.v1.Manifest;

/** The entries of a tree, counted as its manifest tells them. */
public final class EntryTally {
    private final Manifest.Builder tally = Manifest.newBuilder();

    public void add(Entry entry) {
        switch (entry.getKind()) {
            case ENTRY_KIND_FILE -> {
                tally.setFileCount(tally.getFileCount() + 1);
                tally.setLogicalBytes(tally.getLogicalBytes() + entry.getSize());
            }
            case ENTRY_KIND_DIRECTORY -> tally.setDirectoryCount(tally.getDirectoryCount() + 1);
            case ENTRY_KIND_SYMLINK -> tally.setSymlinkCount(tally.getSymlinkCount() + 1);
            case ENTRY_KIND_HARD_LINK -> tally.setHardLinkCount(tally.getHardLinkCount() + 1);
            case ENTRY_KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("An entry of no kind cannot stand in a tree");
        }
        if (entry.getMarksList().contains(EntryMark.ENTRY_MARK_UNREADABLE)) {
            tally.setUnreadableCount(tally.getUnreadableCount() + 1);
        }
        if (entry.getMarksList().contains(EntryMark.ENTRY_MARK_TORN)
                || entry.getMarksList().contains(EntryMark.ENTRY_MARK_VANISHED)) {
            tally.setTornCount(tally.getTornCount() + 1);
        }
    }

    /** A manifest that has the counts, and nothing else yet. */
    public Manifest.Builder manifest() {
        return tally.clone();
    }
}
