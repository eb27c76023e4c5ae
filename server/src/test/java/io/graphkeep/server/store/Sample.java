package io.graphkeep.server.store;

import com.google.protobuf.ByteString;
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
import io.graphkeep.transfer.Segment;
import io.graphkeep.transfer.SegmentId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Made-up content: segments of chunks whose bytes are at hand. */
final class Sample {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz      ";

    private Sample() {}

    /** A segment with the bytes of its chunks. */
    record Piece(Segment segment, List<byte[]> chunks) {
        SegmentBytes bytes() {
            return (chunk, target, offset) ->
                    System.arraycopy(chunks.get(chunk), 0, target, offset, chunks.get(chunk).length);
        }

        /** The same segment with one chunk replaced. */
        Piece with(int chunk, byte[] bytes) {
            var changed = new ArrayList<>(chunks);
            changed.set(chunk, bytes);
            return of(segment.kind(0), changed);
        }
    }

    static Piece of(Kind kind, List<byte[]> chunks) {
        var refs = new ArrayList<ChunkRef>();
        for (var chunk : chunks) {
            refs.add(new ChunkRef(ChunkId.of(chunk, 0, chunk.length), chunk.length, Encoding.RAW, kind));
        }
        return new Piece(Segment.of(refs), List.copyOf(chunks));
    }

    static Piece text(Random random, int chunks) {
        var list = new ArrayList<byte[]>();
        for (var i = 0; i < chunks; i++) {
            list.add(text(random));
        }
        return of(Kind.TEXT, list);
    }

    static byte[] text(Random random) {
        var bytes = new byte[1 + random.nextInt(8_000)];
        for (var i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) LETTERS.charAt(random.nextInt(LETTERS.length()));
        }
        return bytes;
    }

    static Piece binary(Random random, int chunks) {
        var list = new ArrayList<byte[]>();
        for (var i = 0; i < chunks; i++) {
            var bytes = new byte[1 + random.nextInt(70_000)];
            random.nextBytes(bytes);
            list.add(bytes);
        }
        return of(Kind.BINARY, list);
    }

    static Piece vectors(Random random, int rows, int width) {
        var list = new ArrayList<byte[]>();
        for (var i = 0; i < rows; i++) {
            var row = ByteBuffer.allocate(width * 4).order(ByteOrder.LITTLE_ENDIAN);
            for (var at = 0; at < width; at++) {
                row.putFloat((float) random.nextGaussian() / 32);
            }
            list.add(row.array());
        }
        return of(Kind.FLOAT32, list);
    }

    /** Segments of all kinds. */
    static List<Piece> mixed(Random random, int pieces) {
        var list = new ArrayList<Piece>();
        for (var i = 0; i < pieces; i++) {
            list.add(
                    switch (random.nextInt(3)) {
                        case 0 -> text(random, 1 + random.nextInt(100));
                        case 1 -> binary(random, 1 + random.nextInt(16));
                        default -> vectors(random, 1 + random.nextInt(64), 256);
                    });
        }
        return list;
    }

    static Piece tree(String content) {
        return of(Kind.BINARY, List.of(content.getBytes(StandardCharsets.UTF_8)));
    }

    /** A tree, as one segment, of one file for each of these segments. */
    static Piece treeOf(List<Piece> pieces) {
        var tree = new ByteArrayOutputStream();
        for (var i = 0; i < pieces.size(); i++) {
            var segment = pieces.get(i).segment();
            var listed = TreeSegment.newBuilder()
                    .setId(ByteString.copyFrom(segment.id().toBytes()))
                    .setChunkCount(segment.size());
            var file = Entry.newBuilder()
                    .setPath(ByteString.copyFromUtf8("file-" + (1_000 + i)))
                    .setKind(EntryKind.ENTRY_KIND_FILE)
                    .setMode(0644)
                    .setSize(segment.bytes())
                    .setChunkCount(segment.size());
            write(tree, TreeItem.newBuilder().setSegment(listed).build());
            write(tree, TreeItem.newBuilder().setEntry(file).build());
        }
        return of(Kind.TEXT, List.of(tree.toByteArray()));
    }

    private static void write(ByteArrayOutputStream tree, TreeItem item) {
        try {
            item.writeDelimitedTo(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Manifest manifest(UUID graph, UUID snapshot, Piece tree) {
        return Manifest.newBuilder()
                .setFormatVersion(1)
                .setGraphUid(graph.toString())
                .setSnapshotId(snapshot.toString())
                .setOriginInstanceId(graph.toString())
                .setCutTimeUs(1_770_000_000_000_000L)
                .setConsistency(ManifestConsistency.MANIFEST_CONSISTENCY_STOPPED)
                .setEpoch(1)
                .addTreeSegmentIds(ByteString.copyFrom(tree.segment().id().toBytes()))
                .setTreeBytes(tree.segment().bytes())
                .build();
    }

    /** Writes a snapshot of these pieces and commits it. */
    static UUID write(TestStore test, Store store, List<Piece> pieces, @Nullable UUID parent) throws IOException {
        var snapshot = test.ids.next();
        try (var session = store.openWrite(new WriteRequest(test.graph, snapshot, null, 0, parent))) {
            test.addSnapshot(snapshot, test.graph, session.id());
            fill(session, pieces, snapshot);
            commit(test, session, snapshot);
        }
        return snapshot;
    }

    static void fill(WriteSession session, List<Piece> pieces, UUID snapshot) throws IOException {
        for (var piece : pieces) {
            session.add(List.of(new NewSegment(piece.segment(), piece.bytes())), Neighbours.NONE);
        }
        var tree = tree("tree of " + snapshot);
        session.addTree(new NewSegment(tree.segment(), tree.bytes()), Neighbours.NONE);
    }

    static CommittedSnapshot commit(TestStore test, WriteSession session, UUID snapshot) throws IOException {
        var manifest = manifest(test.graph, snapshot, tree("tree of " + snapshot));
        return session.commit(manifest, new SnapshotTotals(false, 0, "test"), tx -> {});
    }

    /** All bytes of these segments as the store gives them back. */
    static byte[] read(Store store, UUID snapshot, List<SegmentId> ids) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var session = store.openRead(snapshot)) {
            session.read(ids, (position, chunk, bytes, offset, length) -> out.write(bytes, offset, length));
        }
        return out.toByteArray();
    }

    static List<SegmentId> ids(List<Piece> pieces) {
        return pieces.stream().map(piece -> piece.segment().id()).toList();
    }

    static byte[] bytes(List<Piece> pieces) {
        var out = new ByteArrayOutputStream();
        pieces.forEach(piece -> piece.chunks().forEach(out::writeBytes));
        return out.toByteArray();
    }
}
