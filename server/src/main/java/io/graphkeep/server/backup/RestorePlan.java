package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.format.v1.Manifest;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.store.ReadSession;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.transfer.TreeReader;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** What a restore will bring, known before anything is written. */
final class RestorePlan {
    private final ChosenPaths chosen;
    private final boolean withoutDamaged;
    private final UnchosenTargets targets = new UnchosenTargets(UnchosenTargets.MOST_BYTES);
    private final Set<TreePath> missing;
    private long files;
    private long directories;
    private long symlinks;
    private long hardLinks;
    private long bytes;
    private boolean hasHardLinks;
    private boolean hasSymlinks;

    private RestorePlan(ChosenPaths chosen, boolean withoutDamaged) {
        this.chosen = chosen;
        this.withoutDamaged = withoutDamaged;
        this.missing = new HashSet<>(chosen.named());
    }

    /**
     * Reads the tree where paths are chosen; FILE_NOT_IN_SNAPSHOT where one matches nothing.
     *
     * @param withoutDamaged whether files that are damaged are left out, and not an error
     */
    static RestorePlan read(ReadSession session, ChosenPaths chosen, boolean withoutDamaged) throws IOException {
        var plan = new RestorePlan(chosen, withoutDamaged);
        if (chosen.isAll()) {
            plan.addAll(session.manifest());
            return plan;
        }
        var tree = new TreeReader(session.tree());
        for (var item = tree.next(); item != null; item = tree.next()) {
            if (item.hasEntry()) {
                plan.add(item.getEntry());
            }
        }
        plan.requireFound();
        return plan;
    }

    ChosenPaths chosen() {
        return chosen;
    }

    boolean withoutDamaged() {
        return withoutDamaged;
    }

    UnchosenTargets targets() {
        return targets;
    }

    /** Whether a directory of this path is in the restored tree: chosen, or on the way to what is. */
    boolean brings(TreePath directory) {
        return chosen.covers(directory) || chosen.leadsTo(directory);
    }

    /** Names of files, each counted. */
    long files() {
        return files + hardLinks;
    }

    long directories() {
        return directories;
    }

    long symlinks() {
        return symlinks;
    }

    long bytes() {
        return bytes;
    }

    /** What the manifest counts is not believed where it would leave something out. */
    void meets(EntryKind kind) {
        hasHardLinks |= kind == EntryKind.ENTRY_KIND_HARD_LINK;
        hasSymlinks |= kind == EntryKind.ENTRY_KIND_SYMLINK;
    }

    /** Whether a hard link was met. */
    boolean hasHardLinks() {
        return hasHardLinks;
    }

    boolean hasSymlinks() {
        return hasSymlinks;
    }

    private void addAll(Manifest manifest) {
        files = manifest.getFileCount();
        hardLinks = manifest.getHardLinkCount();
        directories = manifest.getDirectoryCount();
        symlinks = manifest.getSymlinkCount();
        bytes = manifest.getLogicalBytes();
    }

    private void add(Entry entry) throws IOException {
        var path = TreePath.parse(entry.getPath());
        missing.remove(path);
        if (path.isRoot()) {
            return;
        }
        if (!chosen.covers(path)) {
            if (entry.getKind() == EntryKind.ENTRY_KIND_DIRECTORY && chosen.leadsTo(path)) {
                directories++;
            }
            return;
        }
        switch (entry.getKind()) {
            case ENTRY_KIND_FILE -> {
                files += TreeRestore.isMissing(entry) ? 0 : 1;
                bytes += TreeRestore.isMissing(entry) ? 0 : entry.getSize();
            }
            case ENTRY_KIND_HARD_LINK -> {
                hardLinks++;
                var target = TreePath.parse(entry.getLinkTarget());
                if (!chosen.covers(target)) {
                    targets.add(path, target);
                }
            }
            case ENTRY_KIND_DIRECTORY -> directories++;
            case ENTRY_KIND_SYMLINK -> symlinks++;
            case ENTRY_KIND_UNSPECIFIED, UNRECOGNIZED -> {}
        }
    }

    private void requireFound() {
        if (missing.isEmpty()) {
            return;
        }
        var first = missing.stream().min(TreePath::compareTo).orElseThrow();
        throw new GraphkeepException(
                        Reason.FILE_NOT_IN_SNAPSHOT,
                        "The snapshot has no " + first.text() + "; nothing was written."
                                + (missing.size() == 1 ? "" : " It lacks " + missing.size() + " of the paths."))
                .with("path", first.text());
    }
}
