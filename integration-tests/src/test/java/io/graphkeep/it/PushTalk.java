package io.graphkeep.it;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.format.v1.Manifest;
import io.graphkeep.format.v1.ManifestConsistency;
import io.graphkeep.format.v1.TreeItem;
import io.graphkeep.format.v1.TreeSegment;
import io.graphkeep.transfer.ChunkId;
import io.graphkeep.transfer.ChunkRef;
import io.graphkeep.transfer.Encoding;
import io.graphkeep.transfer.Kind;
import io.graphkeep.transfer.ManifestFormat;
import io.graphkeep.transfer.Segment;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.PushCommit;
import io.graphkeep.v1.PushData;
import io.graphkeep.v1.PushOffer;
import io.graphkeep.v1.PushOfferChunks;
import io.graphkeep.v1.PushOpen;
import io.graphkeep.v1.PushOpened;
import io.graphkeep.v1.PushSnapshotRequest;
import io.graphkeep.v1.PushSnapshotResponse;
import io.grpc.Channel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** A push said frame by frame, so that any frame can be another than it should be. */
final class PushTalk {
    static final byte[] CONTENT = "what the file holds".getBytes(StandardCharsets.UTF_8);

    final PeerStream<PushSnapshotRequest, PushSnapshotResponse> stream;
    private final String graph;
    private PushOpened opened = PushOpened.getDefaultInstance();
    private long offers;
    private long sequence;

    PushTalk(Channel channel, String graph) {
        this.stream = PeerStream.open(channel, BackupServiceGrpc.getPushSnapshotMethod());
        this.graph = graph;
    }

    PushOpen.Builder openFrame() {
        return PushOpen.newBuilder()
                .setGraphId(graph)
                .setChunker("graphkeep-1")
                .setFormatVersion(ManifestFormat.VERSION);
    }

    PushTalk open() throws InterruptedException {
        return open(openFrame());
    }

    PushTalk open(PushOpen.Builder open) throws InterruptedException {
        say(request -> request.setOpen(open));
        opened = stream.answer().getOpened();
        return this;
    }

    PushOpened opened() {
        return opened;
    }

    void say(Consumer<PushSnapshotRequest.Builder> fill) {
        var request = PushSnapshotRequest.newBuilder();
        fill.accept(request);
        stream.send(request.build());
    }

    /** Until the one chunk of a segment is wanted. */
    PushTalk want(byte[] content) throws InterruptedException {
        offer(segment(content), false);
        stream.answer();
        describe(segment(content));
        stream.answer();
        return this;
    }

    /** All of a segment with one chunk, as far as it is wanted. */
    void give(byte[] content, boolean tree) throws InterruptedException {
        var segment = segment(content);
        offer(segment, tree);
        if (stream.answer().getWant().getBitmap().byteAt(0) == 0) {
            return;
        }
        describe(segment);
        if (stream.answer().getWant().getBitmap().byteAt(0) == 1) {
            data(frame(content).setSequence(++sequence));
        }
    }

    void offer(Segment segment, boolean tree) {
        say(request -> request.setOffer(PushOffer.newBuilder()
                .setOfferId(++offers)
                .addSegmentIds(id(segment))
                .setTree(tree)));
    }

    void describe(Segment segment) {
        say(request -> request.setOfferChunks(PushOfferChunks.newBuilder()
                .setOfferId(++offers)
                .addDescriptors(ByteString.copyFrom(segment.descriptor()))));
    }

    void data(PushData.Builder data) {
        say(request -> request.setData(data));
    }

    void commit(Manifest.Builder manifest) {
        commit(commitOf(manifest));
    }

    void commit(PushCommit.Builder commit) {
        say(request -> request.setCommit(commit));
    }

    /** A snapshot of one tree, all of which was given. */
    PushTalk commitTree(byte[] tree, long logicalBytes) throws InterruptedException {
        give(tree, true);
        commit(manifest(tree, logicalBytes));
        return this;
    }

    /** What an honest sender would write of a tree with one file. */
    Manifest.Builder manifest(byte[] tree, long logicalBytes) {
        var manifest = Manifest.newBuilder()
                .setFormatVersion(ManifestFormat.VERSION)
                .setSnapshotId(opened.getSnapshotId())
                .setGraphUid(opened.getGraphUid())
                .setOriginInstanceId(opened.getOriginInstanceId())
                .setEpoch(opened.getEpoch())
                .setCutTimeUs(Timestamps.toMicros(opened.getCutTime()))
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

    static PushCommit.Builder commitOf(Manifest.Builder manifest) {
        var bytes = manifest.build().toByteArray();
        return PushCommit.newBuilder()
                .setManifest(ByteString.copyFrom(bytes))
                .setManifestDigest(ByteString.copyFrom(ManifestFormat.digest(bytes)));
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

    static Entry.Builder entry(String path, long size) {
        return Entry.newBuilder()
                .setPath(ByteString.copyFromUtf8(path))
                .setKind(EntryKind.ENTRY_KIND_FILE)
                .setMode(0600)
                .setSize(size)
                .setChunkCount(size > 0 ? 1 : 0);
    }

    /** The tree of one file that consists of the segment of {@link #CONTENT}. */
    static byte[] tree(Entry.Builder entry) {
        return tree(CONTENT, entry);
    }

    /** A tree of files, the first of which consists of one segment. */
    static byte[] tree(byte[] content, Entry.Builder... entries) {
        var out = new ByteArrayOutputStream();
        if (content.length > 0) {
            var segment = segment(content);
            write(
                    out,
                    TreeItem.newBuilder()
                            .setSegment(
                                    TreeSegment.newBuilder().setId(id(segment)).setChunkCount(segment.size())));
        }
        for (var entry : entries) {
            write(out, TreeItem.newBuilder().setEntry(entry));
        }
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, TreeItem.Builder item) {
        try {
            item.build().writeDelimitedTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
