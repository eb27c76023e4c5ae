package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.format.v1.Manifest;
import io.graphkeep.format.v1.ManifestConsistency;
import io.graphkeep.format.v1.TreeItem;
import io.graphkeep.server.backup.assembly.TreeOutput;
import io.graphkeep.server.catalog.snapshot.NewSnapshotRow;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.store.SnapshotTotals;
import io.graphkeep.server.store.WriteRequest;
import io.graphkeep.transfer.ManifestFormat;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.RestoreToDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees that no capture writes: whoever made them, nothing of them may reach the disk outside, and no error is a crash. */
class HostileTreeTest {
    @TempDir
    private Path temporary;

    private Path top;
    private BackupSite site;
    private UUID graph;

    @BeforeEach
    void open() throws IOException {
        top = temporary.toRealPath();
        site = new BackupSite(top.resolve("home"), Clock.systemUTC());
        graph = site.addGraph("books", Files.createDirectory(top.resolve("source")));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void hostileTreesAreRefusedAndLeaveNothing() throws IOException {
        var trees = Stream.of(
                List.of(link("../escaped")),
                List.of(link("/etc/cron.d/x")),
                List.of(link("a/../../b")),
                List.of(link("nul\0name")),
                List.of(link("x".repeat(300))),
                List.of(link("b"), link("a")),
                List.of(link("a"), link("a")),
                List.of(link("missing/parent")),
                List.of(link("a"), link("a/through-the-link")),
                List.of(directory("d"), hardLink("h", "d")),
                List.of(hardLink("h", "../../etc/passwd")),
                List.of(hardLink("h", "absent")),
                List.of(link("a"), hardLink("h", "a")),
                List.of(directory("a"), link("a/l"), hardLink("h", "a/l/passwd")),
                List.of(file("f", -1)),
                List.of(file("f", Long.MAX_VALUE)),
                List.of(directory("d").toBuilder().setMode(0177777).build()));

        trees.forEach(this::refused);

        assertThat(top.toFile().list()).containsExactlyInAnyOrder("home", "source");
    }

    private void refused(List<Entry> entries) {
        var snapshot = commit(entries);
        var request = RestoreSnapshotRequest.newBuilder()
                .setToDirectory(RestoreToDirectory.newBuilder()
                        .setPath(top.resolve("destination").toString()))
                .build();

        var restore = site.run("RESTORE", graph, snapshot, request);

        assertThat(BackupSite.error(restore)).as("%s", entries).contains("[MANIFEST_INVALID]");
    }

    private UUID commit(List<Entry> entries) {
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
            for (var entry : entries) {
                TreeItem.newBuilder().setEntry(entry).build().writeDelimitedTo(tree);
            }
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
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Entry link(String path) {
        return entry(path, EntryKind.ENTRY_KIND_SYMLINK)
                .setLinkTarget(ByteString.copyFromUtf8("/etc"))
                .build();
    }

    private static Entry directory(String path) {
        return entry(path, EntryKind.ENTRY_KIND_DIRECTORY).build();
    }

    private static Entry hardLink(String path, String target) {
        return entry(path, EntryKind.ENTRY_KIND_HARD_LINK)
                .setLinkTarget(ByteString.copyFromUtf8(target))
                .build();
    }

    private static Entry file(String path, long size) {
        return entry(path, EntryKind.ENTRY_KIND_FILE).setSize(size).build();
    }

    private static Entry.Builder entry(String path, EntryKind kind) {
        return Entry.newBuilder()
                .setPath(ByteString.copyFromUtf8(path))
                .setKind(kind)
                .setMode(0755);
    }
}
