package io.graphkeep.server.store.rebuild;

import io.graphkeep.format.v1.Manifest;
import io.graphkeep.format.v1.StateRecord.FactCase;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.rebuild.LeftSnapshotRow;
import io.graphkeep.server.catalog.rebuild.RebuildMapper;
import io.graphkeep.server.catalog.rebuild.RebuiltSnapshotRow;
import io.graphkeep.server.catalog.store.StoredSnapshotMapper;
import io.graphkeep.server.catalog.store.StoredSnapshotRow;
import io.graphkeep.server.store.Findings;
import io.graphkeep.server.store.SnapshotSegments;
import io.graphkeep.server.store.StoreContents;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Enters the snapshots that the store has manifests of, and settles those that the catalog or a record tells of and of which
 * there is none.
 */
final class SnapshotEntry implements StoreContents.ManifestVisitor {
    private static final int PAGE = 200;
    private static final String PREFIX = "snapshot/";
    private static final Set<String> WHOLE = Set.of("COMPLETED", "PARTIAL");

    private final Database database;
    private final StoreContents contents;
    private final SnapshotSegments segments;
    private final GraphEntry graphs;
    private final SnapshotRows rows;
    private final Findings findings;
    private final Set<UUID> known = new HashSet<>();

    SnapshotEntry(
            Database database,
            StoreContents contents,
            SnapshotSegments segments,
            GraphEntry graphs,
            SnapshotRows rows,
            Findings findings) {
        this.database = database;
        this.contents = contents;
        this.segments = segments;
        this.graphs = graphs;
        this.rows = rows;
        this.findings = findings;
    }

    @Override
    public void visit(UUID graph, UUID snapshot, Manifest manifest, byte[] digest) {
        if (!isKept(graph)) {
            removeOfDeletedGraph(graph, snapshot);
            return;
        }
        seen(snapshot);
        var facts = database.read(tx -> Facts.ofSnapshot(tx, snapshot));
        var row = row(snapshot);
        if (row != null && facts.isDeleted()) {
            database.inTransaction(tx -> tx.mapper(RebuildMapper.class).startDeleting(snapshot, facts.deletedBy()));
            return;
        }
        if (row != null && WHOLE.contains(row.state()) && Arrays.equals(row.manifestDigest(), digest)) {
            refresh(row, facts);
            return;
        }
        // What is going needs no list of what it refers to: the deletion goes on when a server starts.
        var found = facts.isDeleted() ? segments.ofNothing(snapshot, "") : segments.of(snapshot, manifest);
        enter(rows.of(graph, snapshot, manifest, digest, found, facts));
        graphs.raiseEpoch(graph, manifest.getEpoch());
        if (!found.isWhole()) {
            findings.add("Snapshot " + snapshot + " is damaged. " + found.problem());
        }
    }

    @Override
    public void visitDamaged(UUID graph, UUID snapshot, String why) {
        var facts = database.read(tx -> Facts.ofSnapshot(tx, snapshot));
        if (!isKept(graph)) {
            removeOfDeletedGraph(graph, snapshot);
            return;
        }
        var commit = facts.commit();
        if (commit == null && row(snapshot) == null) {
            findings.add(
                    "Of snapshot " + snapshot + " nothing else is known. Its manifest is left where it is, and stops"
                            + " every cleanup until it is removed.");
            return;
        }
        seen(snapshot);
        settle(graph, snapshot, facts, "Its manifest cannot be read: " + why);
    }

    /** Settles what has no manifest in the store, once all of them were visited. */
    void settleMissing() {
        UUID last = null;
        while (true) {
            var after = last;
            var page = database.read(tx -> tx.mapper(RebuildMapper.class).withoutManifest(after, PAGE));
            if (page.isEmpty()) {
                break;
            }
            page.forEach(this::settleRow);
            last = page.getLast().id();
        }
        var subject = "";
        while (true) {
            var after = subject;
            var page = database.read(
                    tx -> tx.mapper(RebuildMapper.class).subjects(PREFIX, FactCase.COMMIT.name(), after, PAGE));
            if (page.isEmpty()) {
                return;
            }
            page.forEach(this::settleRecord);
            subject = page.getLast();
        }
    }

    private void settleRow(LeftSnapshotRow row) {
        var facts = database.read(tx -> Facts.ofSnapshot(tx, row.id()));
        if (facts.isDeleted()) {
            database.inTransaction(tx -> tx.mapper(RebuildMapper.class).dropSnapshot(row.id()));
            return;
        }
        if (!row.state().equals("DELETING")) {
            settle(row.graphUid(), row.id(), facts, "Its manifest is missing from the store.");
        }
    }

    private void settleRecord(String subject) {
        var id = uuid(subject.substring(PREFIX.length()));
        var facts = id == null ? null : database.read(tx -> Facts.ofSnapshot(tx, id));
        var commit = facts == null ? null : facts.commit();
        var graph = commit == null ? null : uuid(commit.getGraphUid());
        if (id == null || facts == null || graph == null) {
            findings.add("A record tells of \"" + subject + "\", which is no snapshot; it is passed over.");
            return;
        }
        if (!facts.isDeleted() && row(id) == null && isKept(graph)) {
            settle(graph, id, facts, "Its manifest is missing from the store.");
        }
    }

    /** A snapshot that was there and whose content is lost: told, and not hidden. */
    private void settle(UUID graph, UUID snapshot, Facts facts, String why) {
        findings.add("Snapshot " + snapshot + " is lost. " + why);
        var commit = facts.commit();
        if (commit == null || row(snapshot) != null) {
            database.inTransaction(tx -> tx.mapper(RebuildMapper.class).markLost(snapshot, why));
            return;
        }
        enter(rows.lost(graph, snapshot, commit, segments.ofNothing(snapshot, why), facts));
    }

    private void refresh(StoredSnapshotRow row, Facts facts) {
        var damage = segments.damageIn(row.segments());
        database.inTransaction(tx -> {
            var mapper = tx.mapper(RebuildMapper.class);
            mapper.updateWishes(row.id(), facts.wishes());
            return damage.isEmpty() ? 0 : mapper.markLost(row.id(), damage);
        });
        if (!damage.isEmpty()) {
            findings.add("Snapshot " + row.id() + " is damaged. " + damage);
        }
    }

    private void enter(RebuiltSnapshotRow row) {
        database.inTransaction(tx -> tx.mapper(RebuildMapper.class).enterSnapshot(row));
    }

    private void seen(UUID snapshot) {
        database.inTransaction(tx -> tx.mapper(RebuildMapper.class).manifestSeen(snapshot));
    }

    private void removeOfDeletedGraph(UUID graph, UUID snapshot) {
        contents.removeManifest(graph, snapshot);
        findings.add("The manifest of snapshot " + snapshot + " was removed: its graph " + graph + " was deleted.");
    }

    private boolean isKept(UUID graph) {
        if (known.contains(graph)) {
            return true;
        }
        return graphs.require(graph) && known.add(graph);
    }

    private @Nullable StoredSnapshotRow row(UUID snapshot) {
        return database.read(tx -> tx.mapper(StoredSnapshotMapper.class).find(snapshot));
    }

    private static @Nullable UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
