package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Principal;
import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.transfer.TreeReader;
import io.graphkeep.v1.ListSnapshotFilesRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Lists what a snapshot holds, page by page in the tree's own order.
 *
 * <p>A page reads the tree from its start: the cursor is the last path, and nothing is kept between two pages. What is in
 * memory is one page.
 */
public final class SnapshotFiles {
    private final Database database;
    private final SnapshotTrees trees;

    SnapshotFiles(Database database, SnapshotTrees trees) {
        this.database = database;
        this.trees = trees;
    }

    /** The id of the snapshot that a request names; of one that can be read. */
    public UUID resolve(Principal caller, ListSnapshotFilesRequest request) {
        return readable(caller, request.getSnapshotId(), request.getGraphId());
    }

    /** Refuses to go on with a list whose snapshot has gone since, or is going. */
    public void requireReadable(Principal caller, UUID snapshot) {
        readable(caller, snapshot.toString(), "");
    }

    private UUID readable(Principal caller, String id, String graphId) {
        return database.read(transaction -> Lookups.readableSnapshot(transaction, id, graphId, caller))
                .id();
    }

    /** Up to {@code limit} files that the filter wants. */
    public List<ListedFile> list(UUID snapshot, FileFilter filter, int limit) {
        try (var tree = trees.open(snapshot)) {
            var page = page(tree, filter, limit);
            new HardLinks(page).complete(tree);
            return page;
        } catch (IOException e) {
            throw damaged(snapshot, e);
        } catch (GraphkeepException e) {
            // Of a list the tree is all that is read: damage there is damage of the store.
            throw e.reason() == Reason.SNAPSHOT_CORRUPT ? damaged(snapshot, e) : e;
        }
    }

    private static List<ListedFile> page(SnapshotTrees.OpenTree tree, FileFilter filter, int limit) throws IOException {
        var page = new ArrayList<ListedFile>();
        try (var bytes = tree.bytes()) {
            var reader = new TreeReader(bytes);
            for (var item = reader.next(); item != null && page.size() < limit; item = reader.next()) {
                if (item.hasEntry() && filter.wants(item.getEntry())) {
                    page.add(listed(item.getEntry()));
                }
            }
        }
        return page;
    }

    private static ListedFile listed(Entry entry) throws FormatException {
        var path = TreePath.parse(entry.getPath());
        var first = entry.getKind() == EntryKind.ENTRY_KIND_HARD_LINK ? TreePath.parse(entry.getLinkTarget()) : path;
        return new ListedFile(path, first, FileMessages.message(entry).toBuilder());
    }

    private static GraphkeepException damaged(UUID snapshot, Exception cause) {
        return new GraphkeepException(
                        Reason.STORE_DAMAGED,
                        "The tree of snapshot " + snapshot + " cannot be read: " + cause.getMessage(),
                        cause)
                .with("snapshot_id", snapshot.toString());
    }
}
