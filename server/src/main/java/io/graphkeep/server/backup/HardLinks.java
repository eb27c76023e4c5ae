package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.transfer.TreeReader;
import io.graphkeep.v1.FileKind;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells of a page of files which are names of one and the same, and gives further names the size of the first.
 *
 * <p>A tree says only of a further name what its first one is, so the tree is read once more; what is kept of it is what
 * the page asks for.
 */
final class HardLinks {
    private final List<ListedFile> page;

    HardLinks(List<ListedFile> page) {
        this.page = page;
    }

    void complete(SnapshotTrees.OpenTree tree) throws IOException {
        if (tree.hardLinks() == 0) {
            return;
        }
        var firsts = new HashSet<TreePath>();
        page.stream()
                .filter(file -> file.message().getKind() == FileKind.FILE_KIND_REGULAR)
                .forEach(file -> firsts.add(file.first()));
        var linked = new HashSet<TreePath>();
        var sizes = new HashMap<TreePath, Long>();
        look(tree, firsts, linked, sizes);
        page.forEach(file -> complete(file, linked, sizes));
    }

    private static void look(
            SnapshotTrees.OpenTree tree, Set<TreePath> firsts, Set<TreePath> linked, Map<TreePath, Long> sizes)
            throws IOException {
        var left = tree.hardLinks();
        try (var bytes = tree.bytes()) {
            var reader = new TreeReader(bytes);
            for (var item = reader.next(); item != null && left > 0; item = reader.next()) {
                if (item.hasEntry()) {
                    left -= look(item.getEntry(), firsts, linked, sizes);
                }
            }
        }
    }

    private static int look(Entry entry, Set<TreePath> firsts, Set<TreePath> linked, Map<TreePath, Long> sizes)
            throws IOException {
        if (entry.getKind() == EntryKind.ENTRY_KIND_HARD_LINK) {
            var first = TreePath.parse(entry.getLinkTarget());
            if (firsts.contains(first)) {
                linked.add(first);
            }
            return 1;
        }
        var path = TreePath.parse(entry.getPath());
        if (firsts.contains(path)) {
            sizes.put(path, entry.getSize());
        }
        return 0;
    }

    private static void complete(ListedFile file, Set<TreePath> linked, Map<TreePath, Long> sizes) {
        if (!linked.contains(file.first()) || file.message().getKind() != FileKind.FILE_KIND_REGULAR) {
            return;
        }
        file.message().setHardLinkGroup(number(file.first()));
        if (file.isFurtherName()) {
            file.message().setSizeBytes(sizes.getOrDefault(file.first(), 0L));
        }
    }

    /** The same number for the same first name on every page, and never 0. */
    private static long number(TreePath first) {
        var hash = 0xCBF29CE484222325L;
        for (var value : first.toBytes()) {
            hash = (hash ^ (value & 0xFF)) * 0x100000001B3L;
        }
        return Math.max(1, hash & Long.MAX_VALUE);
    }
}
