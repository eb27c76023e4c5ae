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
import io.graphkeep.v1.PushRead;
import io.graphkeep.v1.PushReadSegments;
import io.graphkeep.v1.PushReadTree;
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
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sender may not do, and that nothing is left of it. */
class BadPushesTest {
    private static final byte[] CONTENT = "what the file holds".getBytes(StandardCharsets.UTF_8);
    private static final Segment SEGMENT = segment(CONTENT);
    private static final UUID NOBODY = new UUID(7, 7);

    private PushPipe pipe;
    private PushOpened opened = PushOpened.getDefaultInstance();
    private long offers;
    private long sequence;

    @TempDir
    static Path temporary;

    private static Path source;
    private static BackupSite site;
    private static UUID captured;
    private static int graphs;
    private String graph = "";

    /** One site for all: none of them leaves anything. */
    @BeforeAll
    static void open() throws IOException {
        var top = temporary.toRealPath();
        source = Files.createDirectory(top.resolve("source"));
        site = new BackupSite(top.resolve("home"), WithSource.ahead());
        captured = site.addGraph("books", source);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void addGraph() {
        graph = "pushed-" + ++graphs;
        site.addPushedGraph(graph, "{}");
        pipe = new PushPipe(site);
    }

    @Test
    void anHonestOneIsTaken() throws Exception {
        openPush();
        give(SEGMENT, CONTENT, false);
        var tree = tree(entry("file").setSize(CONTENT.length).setChunkCount(1), SEGMENT);
        give(segment(tree), tree, true);

        send(request -> request.setCommit(commit(manifest(tree, CONTENT.length))));

        assertThat(pipe.receive().getCommitted().getSnapshot().getCounts().getFiles())
                .isEqualTo(1);
    }

    @Test
    void theFirstFrameMustOpenInAFormatThatIsTaken() throws Exception {
        send(request -> request.setOpen(openFrame().setChunker("rabin-2")));

        refused(Reason.FORMAT_UNSUPPORTED);
    }

    @Test
    void aSecondOpenIsRefused() throws Exception {
        openPush();
        send(request -> request.setOpen(openFrame()));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void anEmptyFrameIsRefused() throws Exception {
        openPush();
        send(request -> {});

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void aSessionThatIsNotThereIsRefused() throws Exception {
        send(request -> request.setOpen(openFrame().setSessionId(NOBODY.toString())));

        refused(Reason.SESSION_NOT_FOUND);
    }

    @Test
    void oneOfTwoAtOnceIsRefused() throws Exception {
        openPush();
        var second = new PushPipe(site);
        second.send(PushSnapshotRequest.newBuilder().setOpen(openFrame()).build());

        assertThat(second.failure())
                .isInstanceOfSatisfying(
                        GraphkeepException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CAPTURE_RUNNING));
        pipe.close();
    }

    @Test
    void aTreeWithoutAParentIsRefused() throws Exception {
        openPush();
        send(request -> request.setRead(PushRead.newBuilder().setReadId(1).setTree(PushReadTree.getDefaultInstance())));

        refused(Reason.SNAPSHOT_NOT_FOUND);
    }

    @Test
    void aReadOfNothingIsRefused() throws Exception {
        openPush();
        send(request -> request.setRead(PushRead.newBuilder().setReadId(1)));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void whatOnlyAnotherGraphHasIsAnsweredLikeWhatNobodyHas() throws Exception {
        Files.write(source.resolve("file"), CONTENT);
        site.capture(captured);
        openPush();
        var unknown = segment("nobody has this".getBytes(StandardCharsets.UTF_8));

        offer(1, SEGMENT, false);
        var ofAnother = pipe.receive();
        offer(2, unknown, false);
        var ofNobody = pipe.receive();

        assertThat(ofAnother.getWant().getBitmap()).isEqualTo(ofNobody.getWant().getBitmap());
        pipe.close();
    }

    @Test
    void readingWhatOnlyAnotherGraphHasIsRefused() throws Exception {
        Files.write(source.resolve("file"), CONTENT);
        site.capture(captured);
        openPush();
        send(request -> request.setRead(PushRead.newBuilder()
                .setReadId(1)
                .setSegments(PushReadSegments.newBuilder().addSegmentIds(id(SEGMENT)))));

        refused(Reason.SEGMENT_UNKNOWN);
    }

    @Test
    void committingWhatOnlyAnotherGraphHasIsRefused() throws Exception {
        Files.write(source.resolve("file"), CONTENT);
        site.capture(captured);
        openPush();
        var tree = tree(entry("file").setSize(CONTENT.length).setChunkCount(1), SEGMENT);
        give(segment(tree), tree, true);

        send(request -> request.setCommit(commit(manifest(tree, CONTENT.length))));

        refused(Reason.SEGMENT_UNKNOWN);
    }

    @Test
    void aSegmentNamedByTooFewBytesIsRefused() throws Exception {
        openPush();
        send(request -> request.setOffer(
                PushOffer.newBuilder().setOfferId(1).addSegmentIds(ByteString.copyFrom(new byte[31]))));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void tooManySegmentsInAnOfferAreRefused() throws Exception {
        openPush();
        var offer = PushOffer.newBuilder().setOfferId(1);
        for (var i = 0; i <= opened.getLimits().getMaxOfferSegments(); i++) {
            offer.addSegmentIds(id(SEGMENT));
        }
        send(request -> request.setOffer(offer));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void wantedSegmentsWithoutListsDoNotPileUp() throws Exception {
        openPush();
        var random = new Random(20270);
        for (var offers = 1; offers <= 5; offers++) {
            var offer = PushOffer.newBuilder().setOfferId(offers);
            for (var i = 0; i < opened.getLimits().getMaxOfferSegments(); i++) {
                var id = new byte[32];
                random.nextBytes(id);
                offer.addSegmentIds(ByteString.copyFrom(id));
            }
            send(request -> request.setOffer(offer));
        }

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void offersThatDoNotGrowAreRefused() throws Exception {
        openPush();
        offer(2, SEGMENT, false);
        offer(2, SEGMENT, false);

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void aListThatNobodyAskedForIsRefused() throws Exception {
        openPush();
        describe(1, SEGMENT);

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void aListOfAnotherSegmentIsRefused() throws Exception {
        openPush();
        offer(1, SEGMENT, false);
        describe(2, segment("another".getBytes(StandardCharsets.UTF_8)));

        refused(Reason.DIGEST_MISMATCH);
    }

    @Test
    void aListThatIsNoneIsRefused() throws Exception {
        openPush();
        offer(1, SEGMENT, false);
        send(request -> request.setOfferChunks(
                PushOfferChunks.newBuilder().setOfferId(2).addDescriptors(ByteString.copyFromUtf8("nonsense"))));

        refused(Reason.DIGEST_MISMATCH);
    }

    @Test
    void dataThatIsNotTheNextFrameIsRefused() throws Exception {
        want();
        data(frame(CONTENT).setSequence(2));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void aChunkThatNobodyAskedForIsRefused() throws Exception {
        openPush();
        data(frame(CONTENT));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void bytesThatAreNotTheChunkAreRefused() throws Exception {
        want();
        var other = CONTENT.clone();
        other[3] ^= 1;
        data(frame(other)
                .setChunkIds(
                        0,
                        ByteString.copyFrom(
                                ChunkId.of(CONTENT, 0, CONTENT.length).toBytes())));

        refused(Reason.DIGEST_MISMATCH);
    }

    @Test
    void aChunkOfAnotherLengthIsRefused() throws Exception {
        want();
        var shorter = Arrays.copyOf(CONTENT, 5);
        data(frame(shorter)
                .setChunkIds(
                        0,
                        ByteString.copyFrom(
                                ChunkId.of(CONTENT, 0, CONTENT.length).toBytes())));

        refused(Reason.DIGEST_MISMATCH);
    }

    @Test
    void lengthsThatDoNotMatchTheNamesAreRefused() throws Exception {
        want();
        data(frame(CONTENT).addChunkLengths(7));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void aChunkOfNoLengthIsRefused() throws Exception {
        want();
        data(frame(CONTENT).setChunkLengths(0, 0));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void aFrameOfNothingIsRefused() throws Exception {
        want();
        data(PushData.newBuilder().setSequence(1));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void aFrameThatBecomesTooMuchIsRefused() throws Exception {
        want();
        var bomb = Zstd.compress(new byte[256 << 20]);
        data(frame(CONTENT).setPayload(ByteString.copyFrom(bomb)));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void aFrameThatIsNotCompressedIsRefused() throws Exception {
        want();
        data(frame(CONTENT).setPayload(ByteString.copyFrom(CONTENT)));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void aPayloadThatIsTooLargeIsRefused() throws Exception {
        want();
        data(frame(CONTENT).setPayload(ByteString.copyFrom(new byte[3 << 20])));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void aCommitBeforeAllHasComeIsRefused() throws Exception {
        want();
        send(request -> request.setCommit(commit(manifest(new byte[0], 0))));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void aManifestOfAnotherDigestIsRefused() throws Exception {
        openPush();
        send(request -> request.setCommit(
                commit(manifest(new byte[0], 0)).setManifestDigest(ByteString.copyFrom(new byte[32]))));

        refused(Reason.DIGEST_MISMATCH);
    }

    @Test
    void aManifestThatIsNoneIsRefused() throws Exception {
        openPush();
        var nonsense = ByteString.copyFromUtf8("nonsense");
        send(request -> request.setCommit(PushCommit.newBuilder()
                .setManifest(nonsense)
                .setManifestDigest(ByteString.copyFrom(ManifestFormat.digest(nonsense.toByteArray())))));

        refused(Reason.MANIFEST_INVALID);
    }

    @Test
    void aManifestOfAnotherSnapshotIsRefused() throws Exception {
        openPush();
        var manifest = manifest(new byte[0], 0).setSnapshotId(NOBODY.toString());
        send(request -> request.setCommit(commit(manifest)));

        refused(Reason.MANIFEST_INVALID);
    }

    @Test
    void aManifestThatSpeaksOfAPetabyteIsRefused() throws Exception {
        openPush();
        give(SEGMENT, CONTENT, false);
        var tree = tree(entry("file").setSize(1L << 50).setChunkCount(1), SEGMENT);
        give(segment(tree), tree, true);
        send(request -> request.setCommit(commit(manifest(tree, 1L << 50))));

        refused(Reason.MANIFEST_INVALID);
    }

    @Test
    void countsThatAreWrongAreRefused() throws Exception {
        openPush();
        give(SEGMENT, CONTENT, false);
        var tree = tree(entry("file").setSize(CONTENT.length).setChunkCount(1), SEGMENT);
        give(segment(tree), tree, true);
        send(request -> request.setCommit(commit(manifest(tree, CONTENT.length).setFileCount(2))));

        refused(Reason.MANIFEST_INVALID);
    }

    @Test
    void pathsThatLeadOutAreRefused() throws Exception {
        for (var path :
                List.of("../file", "/file", "a//b", "a/./b", "a/..", "x".repeat(256), "y/".repeat(2100) + "z")) {
            pipe = new PushPipe(site);
            openPush();
            give(SEGMENT, CONTENT, false);
            var tree = tree(entry(path).setSize(CONTENT.length).setChunkCount(1), SEGMENT);
            give(segment(tree), tree, true);
            send(request -> request.setCommit(commit(manifest(tree, CONTENT.length))));

            refused(Reason.MANIFEST_INVALID);
        }
    }

    @Test
    void aPathThatStandsTwiceIsRefused() throws Exception {
        openPush();
        var tree = join(tree(entry("file")), item(entry("file")));
        give(segment(tree), tree, true);
        send(request -> request.setCommit(commit(manifest(tree, 0).setFileCount(2))));

        refused(Reason.MANIFEST_INVALID);
    }

    @Test
    void aHardLinkToNothingIsRefused() throws Exception {
        openPush();
        var link = entry("link").setKind(EntryKind.ENTRY_KIND_HARD_LINK).setLinkTarget(ByteString.copyFromUtf8("gone"));
        var tree = tree(link);
        give(segment(tree), tree, true);
        send(request ->
                request.setCommit(commit(manifest(tree, 0).setFileCount(0).setHardLinkCount(1))));

        refused(Reason.MANIFEST_INVALID);
    }

    @Test
    void aParentThatIsNotTheNewestIsRefused() throws Exception {
        openPush();
        var tree = tree(entry("file"));
        give(segment(tree), tree, true);
        send(request -> request.setCommit(commit(manifest(tree, 0)).setExpectedParentSnapshotId(NOBODY.toString())));

        refused(Reason.PARENT_CHANGED);
    }

    @Test
    void whatIsMoreThanTheQuotaIsRefused() throws Exception {
        site.addPushedGraph("small", "{\"quota\": {\"maxLogicalBytes\": \"5\"}}");
        pipe.send(PushSnapshotRequest.newBuilder()
                .setOpen(openFrame().setGraphId("small"))
                .build());
        opened = pipe.receive().getOpened();
        give(SEGMENT, CONTENT, false);
        var tree = tree(entry("file").setSize(CONTENT.length).setChunkCount(1), SEGMENT);
        give(segment(tree), tree, true);
        send(request -> request.setCommit(commit(manifest(tree, CONTENT.length))));

        refused(Reason.QUOTA_EXCEEDED);
    }

    private void refused(Reason reason) throws InterruptedException {
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
    private String left(String table, String what) {
        return site.ask("SELECT count(*) FROM " + table + " WHERE " + what
                + " AND graph_uid IN (SELECT uid FROM graph WHERE id IN ('" + graph + "', 'small'))");
    }

    private void openPush() throws InterruptedException {
        send(request -> request.setOpen(openFrame()));
        opened = pipe.receive().getOpened();
        offers = 0;
        sequence = 0;
    }

    private PushOpen.Builder openFrame() {
        return PushOpen.newBuilder()
                .setGraphId(graph)
                .setChunker("graphkeep-1")
                .setFormatVersion(ManifestFormat.VERSION);
    }

    /** Until the chunk of the segment is wanted. */
    private void want() throws InterruptedException {
        openPush();
        offer(1, SEGMENT, false);
        pipe.receive();
        describe(2, SEGMENT);
        pipe.receive();
    }

    private void give(Segment segment, byte[] content, boolean tree) throws InterruptedException {
        offer(++offers, segment, tree);
        if (pipe.receive().getWant().getBitmap().byteAt(0) == 0) {
            return;
        }
        describe(++offers, segment);
        if (pipe.receive().getWant().getBitmap().byteAt(0) == 1) {
            data(frame(content).setSequence(++sequence));
        }
    }

    private void offer(long id, Segment segment, boolean tree) {
        send(request -> request.setOffer(
                PushOffer.newBuilder().setOfferId(id).addSegmentIds(id(segment)).setTree(tree)));
    }

    private void describe(long id, Segment segment) {
        send(request -> request.setOfferChunks(
                PushOfferChunks.newBuilder().setOfferId(id).addDescriptors(ByteString.copyFrom(segment.descriptor()))));
    }

    private void data(PushData.Builder data) {
        send(request -> request.setData(data));
    }

    private void send(Consumer<PushSnapshotRequest.Builder> fill) {
        var request = PushSnapshotRequest.newBuilder();
        fill.accept(request);
        pipe.send(request.build());
    }

    private static PushData.Builder frame(byte[] content) {
        return PushData.newBuilder()
                .setSequence(1)
                .setPayload(ByteString.copyFrom(Zstd.compress(content)))
                .addChunkIds(ByteString.copyFrom(
                        ChunkId.of(content, 0, content.length).toBytes()))
                .addChunkLengths(content.length);
    }

    private static Segment segment(byte[] content) {
        var id = ChunkId.of(content, 0, content.length);
        return Segment.of(List.of(new ChunkRef(id, content.length, Encoding.RAW, Kind.TEXT)));
    }

    private static ByteString id(Segment segment) {
        return ByteString.copyFrom(segment.id().toBytes());
    }

    private static Entry.Builder entry(String path) {
        return Entry.newBuilder()
                .setPath(ByteString.copyFromUtf8(path))
                .setKind(EntryKind.ENTRY_KIND_FILE)
                .setMode(0600);
    }

    private static byte[] tree(Entry.Builder entry, Segment... segments) {
        var all = new byte[0];
        for (var segment : segments) {
            var item = TreeItem.newBuilder()
                    .setSegment(TreeSegment.newBuilder().setId(id(segment)).setChunkCount(segment.size()));
            all = join(all, bytes(item));
        }
        return join(all, item(entry));
    }

    private static byte[] item(Entry.Builder entry) {
        return bytes(TreeItem.newBuilder().setEntry(entry));
    }

    private static byte[] bytes(TreeItem.Builder item) {
        var out = new ByteArrayOutputStream();
        try {
            item.build().writeDelimitedTo(out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static byte[] join(byte[] one, byte[] other) {
        var joined = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, joined, one.length, other.length);
        return joined;
    }

    /** What an honest sender would write of a tree with one file. */
    private Manifest.Builder manifest(byte[] tree, long logicalBytes) {
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

    private static PushCommit.Builder commit(Manifest.Builder manifest) {
        var bytes = manifest.build().toByteArray();
        return PushCommit.newBuilder()
                .setManifest(ByteString.copyFrom(bytes))
                .setManifestDigest(ByteString.copyFrom(ManifestFormat.digest(bytes)));
    }
}
