package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.server.store.ReadSession;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.transfer.TreeReader;
import java.io.IOException;

/**
 * Tells which names of one file a restore in place takes apart, as some are chosen and some are not.
 *
 * <p>What is not chosen is not touched, so the chosen names become a file of their own.
 */
final class SplitNames {
    private final ChosenPaths chosen;
    private final RestoreFindings findings;

    SplitNames(ChosenPaths chosen, RestoreFindings findings) {
        this.chosen = chosen;
        this.findings = findings;
    }

    void tell(ReadSession session) throws IOException {
        if (chosen.isAll()) {
            return;
        }
        var left = session.manifest().getHardLinkCount();
        var tree = new TreeReader(session.tree());
        for (var item = tree.next(); item != null && left > 0; item = tree.next()) {
            if (item.getEntry().getKind() == EntryKind.ENTRY_KIND_HARD_LINK) {
                tell(item.getEntry());
                left--;
            }
        }
    }

    private void tell(Entry link) throws IOException {
        var name = TreePath.parse(link.getPath());
        var first = TreePath.parse(link.getLinkTarget());
        if (chosen.covers(name) && !chosen.covers(first)) {
            findings.splitOff(name, first);
        } else if (chosen.covers(first) && !chosen.covers(name)) {
            findings.splitOff(first, name);
        }
    }
}
