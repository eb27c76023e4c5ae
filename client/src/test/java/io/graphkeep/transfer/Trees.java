package io.graphkeep.transfer;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** A tree with its segments, made from a directory that is a map of paths to contents; one of them says directory. */
record Trees(ByteString bytes, Map<SegmentId, Segment> segments, Map<ChunkId, byte[]> chunks, long chunkCount) {
    /** Stands for the content of a directory. */
    static final byte[] DIRECTORY = "directory, not a file".getBytes(StandardCharsets.US_ASCII);

    static Trees of(SortedMap<TreePath, byte[]> directory) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var trees = new Trees(ByteString.EMPTY, new LinkedHashMap<>(), new LinkedHashMap<>(), 0);
        var writer = new TreeWriter(segment -> trees.segments.put(segment.id(), segment), bytes);
        var chunker = new Chunker((buffer, offset, length, encoding, kind) -> {
            var chunk = new ChunkRef(ChunkId.of(buffer, offset, length), length, encoding, kind);
            trees.chunks.put(chunk.id(), Arrays.copyOfRange(buffer, offset, offset + length));
            writer.chunk(chunk);
        });
        for (var file : directory.entrySet()) {
            add(chunker, writer, file.getKey(), file.getValue());
        }
        writer.finish();
        return new Trees(ByteString.copyFrom(bytes.toByteArray()), trees.segments, trees.chunks, writer.chunks());
    }

    private static void add(Chunker chunker, TreeWriter writer, TreePath path, byte[] content) throws IOException {
        if (Arrays.equals(content, DIRECTORY)) {
            writer.entry(
                    entry(path, EntryKind.ENTRY_KIND_DIRECTORY).setMode(0755).build());
            return;
        }
        writer.fileBegins(content.length);
        chunker.begin(path.text(), content.length);
        chunker.write(content, 0, content.length);
        chunker.finish();
        writer.entry(
                entry(path, EntryKind.ENTRY_KIND_FILE).setSize(content.length).build());
    }

    static Entry.Builder entry(TreePath path, EntryKind kind) {
        return Entry.newBuilder()
                .setPath(path.toByteString())
                .setKind(kind)
                .setMode(0644)
                .setUid(1000)
                .setGid(1000)
                .setUser("user")
                .setGroup("user")
                .setMtimeNs(1_700_000_000_123_456_789L + path.hashCode())
                .setCtimeNs(1_700_000_000_123_456_789L + path.hashCode());
    }

    static Entry.Builder entry(String path, EntryKind kind) {
        return Entry.newBuilder()
                .setPath(ByteString.copyFrom(path, StandardCharsets.UTF_8))
                .setKind(kind);
    }

    byte[] chunk(ChunkId id) {
        return Objects.requireNonNull(chunks.get(id));
    }

    Segment segment(SegmentId id) {
        return Objects.requireNonNull(segments.get(id));
    }

    /** The tree's own chunks and segments. */
    Trees ofTree() throws IOException {
        var list = new LinkedHashMap<SegmentId, Segment>();
        var pieces = new LinkedHashMap<ChunkId, byte[]>();
        var cutter = new SegmentCutter(segment -> list.put(segment.id(), segment));
        var chunker = new Chunker((buffer, offset, length, encoding, kind) -> {
            var chunk = new ChunkRef(ChunkId.of(buffer, offset, length), length, encoding, kind);
            pieces.put(chunk.id(), Arrays.copyOfRange(buffer, offset, offset + length));
            cutter.add(chunk);
        });
        chunker.beginTree();
        chunker.write(bytes.toByteArray(), 0, bytes.size());
        chunker.finish();
        cutter.cut();
        return new Trees(bytes, list, pieces, pieces.size());
    }

    /** Bytes of chunks and descriptors here that the other does not have. */
    long newBytes(Trees other) {
        var newChunks = chunks.entrySet().stream()
                .filter(chunk -> !other.chunks.containsKey(chunk.getKey()))
                .mapToLong(chunk -> chunk.getValue().length)
                .sum();
        var newDescriptors = segments.values().stream()
                .filter(segment -> !other.segments.containsKey(segment.id()))
                .mapToLong(segment -> segment.descriptor().length)
                .sum();
        return newChunks + newDescriptors;
    }

    /** A directory of ten, with this many small files in them. */
    static SortedMap<TreePath, byte[]> smallFiles(int count) {
        var directory = new TreeMap<TreePath, byte[]>();
        for (var d = 0; d < 10; d++) {
            directory.put(TreePath.of("d" + d), Trees.DIRECTORY);
        }
        for (var i = 0; i < count; i++) {
            directory.put(
                    TreePath.of("d" + i / 10 % 10 + "/f" + i + ".md"),
                    ("File number " + i).getBytes(StandardCharsets.UTF_8));
        }
        return directory;
    }
}
