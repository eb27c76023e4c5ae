package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.store.CheckReport;
import io.graphkeep.server.store.DamagedObject;
import io.graphkeep.v1.DamageFinding;
import io.graphkeep.v1.VerifyResult;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What is damaged as its readers want it told: by object, snapshot and file, the first hundred. */
final class DamageFindings {
    private static final int MOST = 100;
    private static final int MOST_BYTES = 64 << 10;

    private final Database database;
    private final HitFiles files;

    DamageFindings(Database database, SnapshotTrees trees) {
        this.database = database;
        this.files = new HitFiles(trees);
    }

    /** Adds what a check has found to its result. */
    void add(CheckReport report, VerifyResult.Builder result) {
        var told = new Told(result);
        for (var object : report.damaged()) {
            if (object.snapshots().isEmpty()) {
                told.add(finding(object));
            }
        }
        report.corrupt().stream().limit(MOST).map(UUID::toString).forEach(result::addCorruptSnapshotIds);
        report.corrupt().stream().limit(MOST).forEach(snapshot -> add(snapshot, report.damaged(), told));
        result.setFindingsTotal(Math.max(told.total, report.damagedObjects()));
    }

    private void add(UUID snapshot, List<DamagedObject> damaged, Told told) {
        var row = database.read(
                tx -> Optional.ofNullable(tx.mapper(SnapshotMapper.class).find(snapshot)));
        var graph = row.map(each -> each.graphId()).orElse("");
        var its = damaged.stream()
                .filter(object -> object.snapshots().contains(snapshot))
                .toList();
        var named = new HashSet<String>();
        files.tell(snapshot, its, (object, path) -> {
            named.add(object.name());
            told.add(finding(object, snapshot, graph).setPath(path));
        });
        its.stream()
                .filter(object -> !named.contains(object.name()))
                .forEach(object -> told.add(finding(object, snapshot, graph)));
    }

    private static DamageFinding.Builder finding(DamagedObject object, UUID snapshot, String graph) {
        return finding(object).setSnapshotId(snapshot.toString()).setGraphId(graph);
    }

    private static DamageFinding.Builder finding(DamagedObject object) {
        return DamageFinding.newBuilder().setObject(object.name()).setDetail(object.detail());
    }

    /** The first of them, and not more text than an answer can bear. */
    private static final class Told {
        private final VerifyResult.Builder result;
        private long total;
        private int bytes;

        private Told(VerifyResult.Builder result) {
            this.result = result;
        }

        private void add(DamageFinding.Builder finding) {
            total++;
            var built = finding.build();
            if (result.getFindingsCount() < MOST && bytes + built.getSerializedSize() <= MOST_BYTES) {
                bytes += built.getSerializedSize();
                result.addFindings(built);
            }
        }
    }
}
