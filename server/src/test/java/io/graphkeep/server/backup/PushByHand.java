package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.format.v1.Manifest;
import io.graphkeep.format.v1.ManifestConsistency;
import io.graphkeep.format.v1.TreeItem;
import io.graphkeep.format.v1.TreeSegment;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.transfer.ChunkId;
import io.graphkeep.transfer.ChunkRef;
import io.graphkeep.transfer.Encoding;
import io.graphkeep.transfer.Kind;
import io.graphkeep.transfer.ManifestFormat;
import io.graphkeep.transfer.Segment;
import io.graphkeep.v1.PushCommit;
import io.graphkeep.v1.PushData;
import io.graphkeep.v1.PushOffer;
import io.graphkeep.v1.PushOfferChunks;
import io.graphkeep.v1.PushOpen;
import io.graphkeep.v1.PushOpened;
import io.graphkeep.v1.PushSnapshotRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A test that says each frame of a push itself; one site for all tests of a class, since none of them leaves anything. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PushByHand {
    static final byte[] CONTENT = "what the file holds".getBytes(StandardCharsets.UTF_8);
    static final Segment SEGMENT = segment(CONTENT);
    static final UUID NOBODY = new UUID(7, 7);

    PushPipe pipe;
    PushOpened opened = PushOpened.getDefaultInstance();
    long offers;
    long sequence;

    Path source;
    BackupSite site;
    UUID captured;
    private int graphs;
    String graph = "";

    /** One site for all: none of them leaves anything. */
    @BeforeAll
    void open(@TempDir Path temporary) throws IOException {
        var top = temporary.toRealPath();
        source = Files.createDirectory(top.resolve("source"));
        site = new BackupSite(top.resolve("home"), WithSource.ahead());
        captured = site.addGraph("books", source);
    }

    @AfterAll
    void close() {
        site.close();
    }

    @BeforeEach
    void addGraph() {
        graph = "pushed-" + ++graphs;
        site.addPushedGraph(graph, "{}");
        pipe = new PushPipe(site);
        opened = PushOpened.getDefaultInstance();
        offers = 0;
        sequence = 0;
    }

    final void refused(Reason reason) throws InterruptedException {
        assertThat(pipe.failure())
                .isInstanceOfSatisfying(
                        GraphkeepException.class,
                        e -> assertThat(e.reason()).as(e.sentence()).isEqualTo(reason));
        pipe.close();
        assertThat(left("session", "state = 'OPEN'")).isEqualTo("0");
        assertThat(left("snapshot", "state = 'CREATING'")).isEqualTo("0");
        assertThat(left("operation", "state IN ('QUEUED', 'RUNNING')")).isEqualTo("0");
    }

    /** How many rows of the graph there are of which this holds. */
    final String left(String table, String what) {
        return site.ask("SELECT count(*) FROM " + table + " WHERE " + what
                + " AND graph_uid IN (SELECT uid FROM graph WHERE id IN ('" + graph + "', 'small'))");
    }

    final void openPush() throws InterruptedException {
        send(request -> request.setOpen(openFrame()));
        opened = pipe.receive().getOpened();
        offers = 0;
        sequence = 0;
    }

    final PushOpen.Builder openFrame() {
        return PushOpen.newBuilder()
                .setGraphId(graph)
                .setChunker("graphkeep-1")
                .setFormatVersion(ManifestFormat.VERSION);
    }

    /** Until the chunk of the segment is wanted. */
    final void want() throws InterruptedException {
        openPush();
        offer(1, SEGMENT, false);
        pipe.receive();
        describe(2, SEGMENT);
        pipe.receive();
    }

    final void give(Segment segment, byte[] content, boolean tree) throws InterruptedException {
        offer(++offers, segment, tree);
        if (pipe.receive().getWant().getBitmap().byteAt(0) == 0) {
            return;
        }
        describe(++offers, segment);
        if (pipe.receive().getWant().getBitmap().byteAt(0) == 1) {
            data(frame(content).setSequence(++sequence));
        }
    }

    final void offer(long id, Segment segment, boolean tree) {
        send(request -> request.setOffer(
                PushOffer.newBuilder().setOfferId(id).addSegmentIds(id(segment)).setTree(tree)));
    }

    final void describe(long id, Segment segment) {
        send(request -> request.setOfferChunks(
                PushOfferChunks.newBuilder().setOfferId(id).addDescriptors(ByteString.copyFrom(segment.descriptor()))));
    }

    final void data(PushData.Builder data) {
        send(request -> request.setData(data));
    }

    final void send(Consumer<PushSnapshotRequest.Builder> fill) {
        var request = PushSnapshotRequest.newBuilder();
        fill.accept(request);
        pipe.send(request.build());
    }

    static PushData.Builder frame(byte[] content) {
        return PushData.newBuilder()
                .setSequence(1)
                .setPayload(ByteString.copyFrom(Zstd.compress(content)))
                .addChunkIds(ByteString.copyFrom(
                        ChunkId.of(content, 0, content.length).toBytes()))
                .addChunkLengths(content.length);
    }

    static Segment segment(byte[] content) {
        var id = ChunkId.of(content, 0, content.length);
        return Segment.of(List.of(new ChunkRef(id, content.length, Encoding.RAW, Kind.TEXT)));
    }

    static ByteString id(Segment segment) {
        return ByteString.copyFrom(segment.id().toBytes());
    }

    static Entry.Builder entry(String path) {
        return Entry.newBuilder()
                .setPath(ByteString.copyFromUtf8(path))
                .setKind(EntryKind.ENTRY_KIND_FILE)
                .setMode(0600);
    }

    static byte[] tree(Entry.Builder entry, Segment... segments) {
        var all = new byte[0];
        for (var segment : segments) {
            var item = TreeItem.newBuilder()
                    .setSegment(TreeSegment.newBuilder().setId(id(segment)).setChunkCount(segment.size()));
            all = join(all, bytes(item));
        }
        return join(all, item(entry));
    }

    static byte[] item(Entry.Builder entry) {
        return bytes(TreeItem.newBuilder().setEntry(entry));
    }

    static byte[] bytes(TreeItem.Builder item) {
        var out = new ByteArrayOutputStream();
        try {
            item.build().writeDelimitedTo(out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    static byte[] join(byte[] one, byte[] other) {
        var joined = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, joined, one.length, other.length);
        return joined;
    }

    /** What an honest sender would write of a tree with one file. */
    final Manifest.Builder manifest(byte[] tree, long logicalBytes) {
        var cut = opened.getCutTime();
        var manifest = Manifest.newBuilder()
                .setFormatVersion(ManifestFormat.VERSION)
                .setSnapshotId(opened.getSnapshotId())
                .setGraphUid(opened.getGraphUid())
                .setOriginInstanceId(opened.getOriginInstanceId())
                .setEpoch(opened.getEpoch())
                .setCutTimeUs(ChronoUnit.MICROS.between(
                        Instant.EPOCH, Instant.ofEpochSecond(cut.getSeconds(), cut.getNanos())))
                .setConsistency(ManifestConsistency.MANIFEST_CONSISTENCY_FUZZY)
                .setTreeBytes(tree.length)
                .setLogicalBytes(logicalBytes);
        if (tree.length > 0) {
            manifest.addTreeSegmentIds(id(segment(tree))).setFileCount(1);
        }
        if (logicalBytes > 0) {
            manifest.setChunkCount(1).setSegmentCount(1);
        }
        return manifest;
    }

    static PushCommit.Builder commit(Manifest.Builder manifest) {
        var bytes = manifest.build().toByteArray();
        return PushCommit.newBuilder()
                .setManifest(ByteString.copyFrom(bytes))
                .setManifestDigest(ByteString.copyFrom(ManifestFormat.digest(bytes)));
    }
}
