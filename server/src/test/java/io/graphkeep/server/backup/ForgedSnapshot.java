package io.graphkeep.server.backup;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.Manifest;
import io.graphkeep.format.v1.ManifestConsistency;
import io.graphkeep.server.backup.assembly.TreeOutput;
import io.graphkeep.server.catalog.snapshot.NewSnapshotRow;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.store.SnapshotTotals;
import io.graphkeep.server.store.WriteRequest;
import io.graphkeep.transfer.ManifestFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A committed snapshot whose tree is whatever bytes a test gives, as no capture would write them. */
final class ForgedSnapshot {
    private ForgedSnapshot() {}

    static UUID commit(BackupSite site, UUID graph, byte[] treeBytes) {
        var snapshot = UUID.randomUUID();
        try (var session = site.store.openWrite(new WriteRequest(graph, snapshot, null, 0, null))) {
            var now = OffsetDateTime.now(site.clock);
            site.database().inTransaction(tx -> {
                tx.mapper(SnapshotMapper.class)
                        .insert(new NewSnapshotRow(
                                snapshot,
                                graph,
                                session.id(),
                                null,
                                null,
                                site.store.instanceId(),
                                1,
                                now,
                                "test",
                                "MANUAL",
                                "",
                                Map.of()));
                return true;
            });
            var tree = new TreeOutput(session, List.of());
            tree.write(treeBytes, 0, treeBytes.length);
            tree.finish();
            var manifest = Manifest.newBuilder()
                    .setFormatVersion(ManifestFormat.VERSION)
                    .setGraphUid(graph.toString())
                    .setSnapshotId(snapshot.toString())
                    .setOriginInstanceId(site.store.instanceId().toString())
                    .setConsistency(ManifestConsistency.MANIFEST_CONSISTENCY_FUZZY)
                    .setTreeBytes(tree.bytes());
            tree.segments().forEach(id -> manifest.addTreeSegmentIds(ByteString.copyFrom(id.toBytes())));
            session.commit(manifest.build(), new SnapshotTotals(false, 0, "test"), tx -> {});
            return snapshot;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
