package io.graphkeep.server.store;

import io.graphkeep.server.catalog.store.CheckMapper;
import io.graphkeep.server.catalog.store.PackAgeRow;
import io.graphkeep.server.catalog.store.PackMapper;
import io.graphkeep.server.catalog.store.PackRow;
import io.graphkeep.server.catalog.store.PackState;
import io.graphkeep.server.catalog.store.SegmentMapper;
import io.graphkeep.server.catalog.store.SessionKind;
import io.graphkeep.server.catalog.store.SessionState;
import io.graphkeep.server.catalog.store.StoredSnapshotMapper;
import io.graphkeep.server.catalog.store.StoredSnapshotRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Looks for damage in the store, of everything or of what one snapshot needs, while it is in use.
 *
 * <p>What is looked at is held by a read session, so that what goes meanwhile because nothing needs it is not taken for
 * damage. A check of the store takes a new session every few packs: it may run for days, and must not hold up sweeping for
 * as long. What is found is marked, so that it is never a hit again and its snapshots are CORRUPT, before it is told.
 */
public final class StoreCheck {
    private static final int SESSION_PACKS = 32;
    private static final int BATCH = 5_000;
    private static final List<String> COMMITTED = List.of("COMPLETED", "PARTIAL", "CORRUPT", "UNCONFIRMED");

    private final StoreParts parts;
    private final MasterKeyFile keyFile;

    StoreCheck(StoreParts parts, MasterKeyFile keyFile) {
        this.parts = parts;
        this.keyFile = keyFile;
    }

    /**
     * Looks at the store.
     *
     * @param between told what was found so far, whenever some packs are done and noted as such
     */
    public CheckReport ofStore(CheckOrder order, CheckWatch watch, Consumer<CheckReport> between)
            throws InterruptedException {
        var counts = new Counts();
        try (var work = new PackWork(parts, order.level(), order.workers(), watch)) {
            var tally = new DamageTally();
            var snapshots = inSession(alive -> {
                var ids = snapshots();
                catalog(ids, watch, tally, alive);
                return ids;
            });
            counts.snapshots = snapshots;
            if (order.level().includes(CheckLevel.PRESENCE)) {
                objects(order.level(), snapshots, watch, tally, counts);
                packs(order, watch, work, tally, counts, () -> between.accept(report(counts, tally)));
            }
            reach(tally, snapshots);
            return report(counts, tally);
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }

    /** Looks at what one snapshot needs; SNAPSHOT_NOT_FOUND and SNAPSHOT_NOT_READY as for reading it. */
    public CheckReport ofSnapshot(UUID snapshot, CheckLevel level, int workers, CheckWatch watch)
            throws InterruptedException {
        try (var work = new PackWork(parts, level, workers, watch)) {
            return inSession(alive -> {
                var tally = new DamageTally();
                var counts = new Counts();
                counts.snapshots = List.of(snapshot);
                var row = row(snapshot);
                var needed = Bitmaps.decode(row.segments());
                var outcome = new CatalogCheck(parts.database()).of(needed, watch);
                outcome.missing().or(outcome.condemned());
                if (!outcome.missing().isEmpty()) {
                    // One that was deleted meanwhile needs nothing any more.
                    row(snapshot);
                }
                alive.run();
                note(outcome, tally);
                if (level.includes(CheckLevel.PRESENCE)) {
                    var manifest = new ObjectCheck(parts, keyFile, level, watch, tally);
                    manifest.manifest(row);
                    counts.objects += manifest.looked();
                    var packs = packsOf(needed);
                    watch.expect(packs.size(), bytes(packs));
                    var seen = work.run(packs, needed);
                    alive.run();
                    note(seen, tally, counts, level);
                }
                tally.snapshot(snapshot, needed);
                return report(counts, tally);
            });
        } catch (IOException e) {
            throw StoreFailures.of(e);
        }
    }

    private static final class Counts {
        private List<UUID> snapshots = List.of();
        private long objects;
        private long bytes;
    }

    /** Something that is looked at under a session, which must be alive still before what was seen is noted. */
    @FunctionalInterface
    private interface Look<T> {
        T run(Runnable alive) throws IOException, InterruptedException;
    }

    /** What was seen after the session was lost, in a pause of this server, says nothing: it is looked at again. */
    private <T> T inSession(Look<T> look) throws IOException, InterruptedException {
        while (true) {
            var session = parts.sessions().open(SessionKind.READ, null, null, 0);
            try {
                return look.run(() -> parts.sessions().renew(session));
            } catch (GraphkeepException e) {
                if (e.reason() != Reason.STALE_SESSION) {
                    throw e;
                }
            } finally {
                parts.sessions().end(session, SessionState.CLOSED);
            }
        }
    }

    private void catalog(List<UUID> snapshots, CheckWatch watch, DamageTally tally, Runnable alive) throws IOException {
        var needed = needed(snapshots);
        var outcome = new CatalogCheck(parts.database()).ofAll(needed, watch);
        if (!outcome.condemned().isEmpty() || !outcome.missing().isEmpty()) {
            // A snapshot that was deleted meanwhile needs nothing any more.
            var still = needed(snapshots);
            outcome.condemned().and(still);
            outcome.missing().and(still);
        }
        outcome.missing().or(outcome.condemned());
        alive.run();
        note(outcome, tally);
    }

    private void note(CatalogCheck.Outcome outcome, DamageTally tally) throws IOException {
        note(outcome.hits(), LostPlaces.of(outcome.hits()), tally);
        tally.missing(parts.damage()
                .missing(
                        outcome.missing(),
                        "The catalog has lost segments that the snapshot names: its rows disagree."));
    }

    /** What was healed since it was looked at is no damage, and is not told as such. */
    private void note(List<SegmentHit> hits, LostPlaces places, DamageTally tally) throws IOException {
        var lost = parts.damage().found(hits, places);
        hits.stream().filter(hit -> lost.contains((int) hit.number())).forEach(tally::segment);
    }

    private void objects(CheckLevel level, List<UUID> snapshots, CheckWatch watch, DamageTally tally, Counts counts)
            throws IOException {
        var check = new ObjectCheck(parts, keyFile, level, watch, tally);
        for (var id : snapshots) {
            var row = find(id);
            if (row != null && COMMITTED.contains(row.state())) {
                check.manifest(row);
            }
        }
        check.others();
        counts.objects += check.looked();
    }

    private void packs(
            CheckOrder order, CheckWatch watch, PackWork work, DamageTally tally, Counts counts, Runnable between)
            throws IOException, InterruptedException {
        var chosen = chosen(order);
        watch.expect(chosen.size(), chosen.stream().mapToLong(PackAgeRow::size).sum());
        for (var from = 0; from < chosen.size(); from += SESSION_PACKS) {
            var numbers = chosen.subList(from, Math.min(chosen.size(), from + SESSION_PACKS)).stream()
                    .mapToLong(PackAgeRow::number)
                    .toArray();
            var outcomes = inSession(alive -> {
                var seen = work.run(live(numbers), null);
                alive.run();
                note(seen, tally, counts, order.level());
                return seen;
            });
            if (order.level().includes(CheckLevel.CONTENT)) {
                var seen = outcomes.stream()
                        .mapToLong(outcome -> outcome.pack().number())
                        .toArray();
                parts.database()
                        .inTransaction(tx -> tx.mapper(CheckMapper.class).looked(seen, parts.now()));
            }
            between.run();
        }
    }

    private List<PackAgeRow> chosen(CheckOrder order) {
        var all = parts.database().read(tx -> tx.mapper(CheckMapper.class).packsByAge(order.notSince()));
        if (order.share() >= 1) {
            return all;
        }
        var left = all.stream().mapToLong(PackAgeRow::size).sum() * order.share() - order.bytesDone();
        var chosen = new ArrayList<PackAgeRow>();
        for (var pack : all) {
            if (left <= 0) {
                break;
            }
            chosen.add(pack);
            left -= pack.size();
        }
        return chosen;
    }

    private void note(List<PackCheck.Outcome> outcomes, DamageTally tally, Counts counts, CheckLevel level)
            throws IOException {
        var hits = new ArrayList<SegmentHit>();
        for (var outcome : outcomes) {
            var size = outcome.pack().size();
            counts.objects++;
            counts.bytes += size == null || !level.includes(CheckLevel.CONTENT) ? 0 : size;
            var detail = outcome.detail();
            if (detail != null) {
                tally.object(outcome.object(), detail);
            }
            hits.addAll(outcome.hits());
        }
        var lost = LostPlaces.of(hits);
        outcomes.forEach(outcome -> lost.add(outcome.pack().number(), outcome.lost()));
        note(hits, lost, tally);
    }

    private List<PackRow> live(long[] numbers) {
        return parts.database().read(tx -> tx.mapper(PackMapper.class).find(numbers)).stream()
                .filter(pack -> pack.state() == PackState.LIVE)
                .toList();
    }

    private List<PackRow> packsOf(RoaringBitmap needed) {
        var packs = new LinkedHashSet<Long>();
        var numbers = Bitmaps.longs(needed);
        for (var from = 0; from < numbers.length; from += BATCH) {
            var batch = Arrays.copyOfRange(numbers, from, Math.min(numbers.length, from + BATCH));
            packs.addAll(
                    parts.database().read(tx -> tx.mapper(SegmentMapper.class).packsOf(batch)));
        }
        var all = packs.stream().mapToLong(Long::longValue).sorted().toArray();
        return parts.database().read(tx -> tx.mapper(PackMapper.class).find(all));
    }

    private static long bytes(List<PackRow> packs) {
        return packs.stream()
                .mapToLong(pack -> pack.size() == null ? 0 : pack.size())
                .sum();
    }

    private List<UUID> snapshots() {
        return parts.database().read(tx -> tx.mapper(StoredSnapshotMapper.class).inStates(COMMITTED));
    }

    private RoaringBitmap needed(List<UUID> snapshots) throws IOException {
        var needed = new RoaringBitmap();
        for (var id : snapshots) {
            var row = find(id);
            if (row != null && COMMITTED.contains(row.state())) {
                needed.or(Bitmaps.decode(row.segments()));
            }
        }
        return needed;
    }

    /** Finds out which snapshots the damage reaches. */
    private void reach(DamageTally tally, List<UUID> snapshots) throws IOException {
        if (tally.lost().isEmpty()) {
            return;
        }
        for (var id : snapshots) {
            var row = find(id);
            if (row != null && COMMITTED.contains(row.state())) {
                tally.snapshot(id, Bitmaps.decode(row.segments()));
            }
        }
    }

    private @Nullable StoredSnapshotRow find(UUID id) {
        return parts.database().read(tx -> tx.mapper(StoredSnapshotMapper.class).find(id));
    }

    private StoredSnapshotRow row(UUID snapshot) {
        var row = find(snapshot);
        if (row == null) {
            throw new GraphkeepException(Reason.SNAPSHOT_NOT_FOUND, "There is no snapshot " + snapshot + ".");
        }
        if (!COMMITTED.contains(row.state())) {
            throw new GraphkeepException(
                    Reason.SNAPSHOT_NOT_READY,
                    "Snapshot " + snapshot + " is " + row.state() + " and cannot be verified.");
        }
        return row;
    }

    private static CheckReport report(Counts counts, DamageTally tally) {
        return new CheckReport(
                counts.snapshots,
                counts.objects,
                counts.bytes,
                tally.damagedObjects(),
                tally.objects(),
                tally.corrupt());
    }
}
