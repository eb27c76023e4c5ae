package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.rebuild.PlaceRow;
import io.graphkeep.server.catalog.rebuild.RebuildMapper;
import io.graphkeep.server.catalog.store.NewSegmentRow;
import io.graphkeep.server.catalog.store.NewSegments;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.server.catalog.store.SegmentRow;
import io.graphkeep.transfer.SegmentId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;

/** Enters the segments whose lists the packs hold and that the catalog does not have. */
final class SegmentEntry {
    private static final int PAGE = 200;

    private final Database database;
    private final PlacedLists lists;
    private final UUID session;

    SegmentEntry(Database database, PlacedLists lists, UUID session) {
        this.database = database;
        this.lists = lists;
        this.session = session;
    }

    void run(ReadingProgress progress) throws IOException {
        var done = 0L;
        var last = new PlaceRow(new byte[0], 0, 0, -1);
        while (true) {
            var after = last;
            var page = database.read(
                    tx -> tx.mapper(RebuildMapper.class).lists(after.pack(), after.block(), after.chunk(), PAGE));
            if (page.isEmpty()) {
                return;
            }
            enter(page);
            done += page.size();
            progress.at("segments", done, 0);
            last = page.getLast();
        }
    }

    private void enter(List<PlaceRow> page) throws IOException {
        var ids = page.stream().map(PlaceRow::id).toArray(byte[][]::new);
        var known = new HashSet<SegmentId>();
        database.read(tx -> tx.mapper(SegmentMapper.class).findCommitted(ids)).stream()
                .map(SegmentRow::id)
                .forEach(id -> known.add(SegmentId.fromBytes(id)));
        var read = new ArrayList<PlacedLists.ReadList>();
        for (var row : page) {
            if (known.contains(SegmentId.fromBytes(row.id()))) {
                continue;
            }
            lists.read(row).ifPresent(list -> {
                known.add(list.segment().id());
                read.add(list);
            });
        }
        if (read.isEmpty()) {
            return;
        }
        var placed = lists.place(read);
        database.inTransaction(tx -> {
            tx.mapper(RebuildMapper.class).relax();
            stage(tx, placed.stream().filter(PlacedLists.Placed::whole).toList());
            var damaged =
                    stage(tx, placed.stream().filter(list -> !list.whole()).toList());
            return damaged.length == 0 ? 0 : tx.mapper(RebuildMapper.class).markDamaged(damaged);
        });
    }

    private long[] stage(Transaction tx, List<PlacedLists.Placed> placed) {
        var rows = placed.stream()
                .map(list -> new NewSegmentRow(
                        list.segment().id().toBytes(),
                        list.segment().bytes(),
                        list.segment().size(),
                        list.locator().encode(),
                        list.packs()))
                .toList();
        if (rows.isEmpty()) {
            return new long[0];
        }
        return tx.mapper(RebuildMapper.class).enterSegments(session, NewSegments.of(rows)).stream()
                .mapToLong(Long::longValue)
                .toArray();
    }
}
