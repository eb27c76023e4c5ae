package io.graphkeep.server.store;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.store.CollectedPackRow;
import io.graphkeep.server.catalog.store.CollectorMapper;
import io.graphkeep.server.catalog.store.ManifestWriterRow;
import io.graphkeep.server.catalog.store.PackState;
import io.graphkeep.server.catalog.store.SessionState;
import io.graphkeep.server.store.backend.Backend;
import io.graphkeep.server.store.backend.ObjectName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.roaringbitmap.RoaringBitmap;

/**
 * A complete listing of manifests and packs, held against the catalog: what is there and unknown, what is gone and needed,
 * what a dead writer has left.
 *
 * <p>It changes nothing. A listing that breaks off is an error, never a store with less in it.
 */
final class ObjectSurvey {
    private static final int BATCH = 500;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Backend backend;
    private final Database database;

    ObjectSurvey(Backend backend, Database database) {
        this.backend = backend;
        this.database = database;
    }

    /**
     * What a survey saw.
     *
     * @param unknownManifests of no snapshot and no writer
     * @param orphanManifests of writers that were aborted
     * @param unknownPacks objects that no row names; they are reported and never removed
     * @param missing the numbers of the packs whose objects are not there, needed or not
     * @param tombstones those whose object is there again
     * @param provenTombstones those whose object this listing has shown to be gone
     */
    record Found(
            Findings unknownManifests,
            List<Orphan> orphanManifests,
            long unknownPacks,
            RoaringBitmap missing,
            List<CollectedPackRow> tombstones,
            List<CollectedPackRow> provenTombstones) {}

    /** The manifest of a snapshot that its writer never committed. */
    record Orphan(ObjectName manifest, UUID session) {}

    Found run() throws IOException {
        var unknownManifests = new Findings();
        var orphans = new ArrayList<Orphan>();
        var unknown = new long[1];
        inBatches(ObjectNames.MANIFESTS, batch -> manifests(batch, unknownManifests, orphans, unknown));
        var upTo = database.read(tx -> tx.mapper(CollectorMapper.class).lastNumber());
        var seen = new RoaringBitmap();
        var tombstones = new ArrayList<CollectedPackRow>();
        inBatches(ObjectNames.PACKS, batch -> unknown[0] += packs(batch, seen, tombstones));
        var known = database.read(tx -> tx.mapper(CollectorMapper.class).tombstones(upTo));
        var proven =
                known.stream().filter(row -> !seen.contains((int) row.number())).toList();
        return new Found(unknownManifests, orphans, unknown[0], missing(seen, upTo), tombstones, proven);
    }

    /** What is done with some objects at a time. */
    private interface Look {
        void at(List<ObjectName> batch);
    }

    private void inBatches(String prefix, Look look) throws IOException {
        var batch = new ArrayList<ObjectName>();
        backend.list(prefix, object -> {
            batch.add(object.name());
            if (batch.size() == BATCH) {
                look.at(batch);
                batch.clear();
            }
        });
        if (!batch.isEmpty()) {
            look.at(batch);
        }
    }

    private void manifests(List<ObjectName> batch, Findings unknown, List<Orphan> orphans, long[] strangers) {
        var byId = byId(batch);
        strangers[0] += batch.size() - byId.size();
        if (byId.isEmpty()) {
            return;
        }
        var ids = List.copyOf(byId.keySet());
        // Writers first: a commit between the two looks then shows as a snapshot that is known.
        var writers = database.read(tx -> tx.mapper(CollectorMapper.class).writersOf(ids)).stream()
                .collect(Collectors.groupingBy(ManifestWriterRow::snapshotId));
        var made = new HashSet<>(
                database.read(tx -> tx.mapper(CollectorMapper.class).made(ids)));
        byId.forEach((id, name) -> {
            var announced = writers.getOrDefault(id, List.of());
            if (made.contains(id)) {
                return;
            }
            if (announced.isEmpty()) {
                unknown.add(name.value());
            } else if (announced.stream().allMatch(writer -> writer.state() == SessionState.ABORTED)) {
                orphans.add(new Orphan(name, announced.getFirst().sessionId()));
            }
        });
    }

    private long packs(List<ObjectName> batch, RoaringBitmap seen, List<CollectedPackRow> tombstones) {
        var ids = List.copyOf(byId(batch).keySet());
        var rows = ids.isEmpty()
                ? List.<CollectedPackRow>of()
                : database.read(tx -> tx.mapper(CollectorMapper.class).packs(ids));
        for (var row : rows) {
            seen.add((int) row.number());
            if (row.state() == PackState.TOMBSTONE) {
                tombstones.add(row);
            }
        }
        return (long) batch.size() - rows.size();
    }

    /** The objects by the ids that they are named by; what has another name is a stranger. */
    private static Map<UUID, ObjectName> byId(List<ObjectName> names) {
        var byId = new HashMap<UUID, ObjectName>();
        for (var name : names) {
            if (ID.matcher(name.last()).matches()) {
                byId.put(UUID.fromString(name.last()), name);
            }
        }
        return byId;
    }

    /** A pack that the listing has not shown is asked for by its name before it is called missing. */
    private RoaringBitmap missing(RoaringBitmap seen, long upTo) throws IOException {
        var missing = new RoaringBitmap();
        var after = 0L;
        while (true) {
            var from = after;
            var page = database.read(tx -> tx.mapper(CollectorMapper.class).kept(from, upTo, BATCH));
            if (page.isEmpty()) {
                return missing;
            }
            for (var row : page) {
                var name = ObjectNames.pack(row.id());
                if (!seen.contains((int) row.number()) && backend.stat(name).isEmpty()) {
                    missing.add((int) row.number());
                }
            }
            after = page.getLast().number();
        }
    }
}
