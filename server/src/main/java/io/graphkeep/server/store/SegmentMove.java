package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.rebuild.RebuildMapper;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.server.catalog.store.SegmentRow;
import io.graphkeep.transfer.SegmentId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/**
 * Gives the segments a new place whose packs have gone, swept or rewritten since the catalog was written, and those that were
 * damaged, where the store has one. What has none is damaged, and what was damaged stays so until all of it was read elsewhere.
 */
final class SegmentMove {
    private static final int PAGE = 200;

    private final Database database;
    private final PlacedLists lists;

    SegmentMove(Database database, PlacedLists lists) {
        this.database = database;
        this.lists = lists;
    }

    void run(ReadingProgress progress) throws IOException {
        move(database.read(tx -> tx.mapper(RebuildMapper.class).damaged()));
        var done = 0L;
        var after = 0L;
        while (true) {
            var from = after;
            var gone = database.read(tx -> tx.mapper(RebuildMapper.class).gonePacks(from, PAGE));
            if (gone.isEmpty()) {
                return;
            }
            for (var pack : gone) {
                move(database.read(tx -> tx.mapper(SegmentMapper.class).inPack(pack)));
                database.inTransaction(tx -> tx.mapper(RebuildMapper.class).dropPack(pack));
                progress.at("packs that have gone", ++done, 0);
                after = pack;
            }
        }
    }

    private void move(List<SegmentRow> rows) throws IOException {
        for (var from = 0; from < rows.size(); from += PAGE) {
            movePage(rows.subList(from, Math.min(rows.size(), from + PAGE)));
        }
    }

    private void movePage(List<SegmentRow> rows) throws IOException {
        var read = new HashMap<SegmentId, PlacedLists.ReadList>();
        for (var row : rows) {
            var id = SegmentId.fromBytes(row.id());
            if (!read.containsKey(id)) {
                lists.find(id).ifPresent(list -> read.put(id, list));
            }
        }
        var placed = new HashMap<SegmentId, PlacedLists.Placed>();
        var unread = new HashSet<Long>();
        lists.place(new ArrayList<>(read.values()))
                .forEach(list -> placed.put(list.segment().id(), list));
        for (var row : rows) {
            var found = placed.get(SegmentId.fromBytes(row.id()));
            if (row.damaged() && found != null && !isWhole(row, found)) {
                unread.add(row.number());
            }
        }
        database.inTransaction(tx -> {
            var mapper = tx.mapper(RebuildMapper.class);
            for (var row : rows) {
                var found = placed.get(SegmentId.fromBytes(row.id()));
                if (found == null) {
                    mapper.place(row.number(), PlacedLists.nowhere().encode(), new long[0], true);
                    continue;
                }
                var damaged = !found.whole() || unread.contains(row.number());
                mapper.place(row.number(), found.locator().encode(), found.packs(), damaged);
            }
            return true;
        });
    }

    /** Where it lay and was damaged it still is; of one that lies elsewhere now the damaged chunk may lie where it did. */
    private boolean isWhole(SegmentRow row, PlacedLists.Placed found) throws IOException {
        return found.whole() && !Arrays.equals(found.locator().encode(), row.locator()) && lists.isReadable(found);
    }
}
