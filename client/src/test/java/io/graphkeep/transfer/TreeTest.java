package io.graphkeep.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.format.v1.EntryKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A tree gives back the directory that was written into it, and a small change of the directory changes little of it. */
class TreeTest {
    private static final TreePath CHANGED = TreePath.of("d7/f5777.md");

    @Test
    void aDirectoryComesBackFromItsTreeSegmentsAndChunks() throws IOException {
        var seed = System.nanoTime();
        System.out.println("seed " + seed);
        var files = new RandomFiles(seed);
        var random = new Random(seed);
        for (var round = 0; round < 12; round++) {
            var directory = directory(files, random);
            var tree = Trees.of(directory);

            assertThat(restore(tree)).as("seed %d", seed).isEqualTo(readable(directory));
        }
    }

    @Test
    void filesMayBePassedOverWithoutAskingForTheirSegments() throws IOException {
        var tree = Trees.of(directory(new RandomFiles(6), new Random(6)));
        var contents = contents(tree, id -> {
            throw new IOException("No segment is wanted here");
        });
        var entries = 0;
        while (contents.nextEntry() != null) {
            entries++;
        }

        assertThat(entries).isGreaterThan(10);
    }

    @Test
    void onlySomeChunksOfAFileMayBeTaken() throws IOException {
        var tree = Trees.of(directory(new RandomFiles(9), new Random(9)));
        var contents = contents(tree, tree::segment);
        var taken = 0;
        for (var entry = contents.nextEntry(); entry != null; entry = contents.nextEntry()) {
            taken += entry.getChunkCount() > 0 && contents.nextChunk() != null ? 1 : 0;
        }

        assertThat(taken).isGreaterThan(10);
    }

    @Test
    void oneFileChangedAmongThousandsCostsAboutTenKilobytes() throws IOException {
        var directory = Trees.smallFiles(8_000);
        var before = Trees.of(directory);
        directory.put(CHANGED, "changed".repeat(100).getBytes(StandardCharsets.UTF_8));
        var after = Trees.of(directory);

        var content = after.newBytes(before);
        var tree = after.ofTree().newBytes(before.ofTree());

        assertThat(content + tree).isLessThan(20_000);
    }

    @Test
    void filesAddedAndRemovedCostNoMore() throws IOException {
        var directory = Trees.smallFiles(8_000);
        var before = Trees.of(directory);
        directory.remove(CHANGED);
        directory.put(TreePath.of("d2/new.md"), "new".getBytes(StandardCharsets.UTF_8));
        var after = Trees.of(directory);

        assertThat(after.newBytes(before) + after.ofTree().newBytes(before.ofTree()))
                .isLessThan(40_000);
    }

    @Test
    void aThousandEmptyFilesDoNotKeepTheOthersWaiting() throws IOException {
        var written = new ByteArrayOutputStream();
        var segments = new ArrayList<Segment>();
        var writer = new TreeWriter(segments::add, written);
        writer.fileBegins(4);
        writer.chunk(new ChunkRef(ChunkId.of(new byte[4], 0, 4), 4, Encoding.RAW, Kind.TEXT));
        writer.entry(Trees.entry("a", EntryKind.ENTRY_KIND_FILE)
                .setSize(4)
                .setChunkCount(1)
                .build());
        for (var i = 1; i < 1024; i++) {
            assertThat(written.size()).isZero();
            writer.entry(Trees.entry(String.format("b%04d", i), EntryKind.ENTRY_KIND_FILE)
                    .build());
        }

        assertThat(segments).hasSize(1);
        assertThat(written.size()).isGreaterThan(1024 * 5);
    }

    @Test
    void idsOfALargeFilesSegmentsAreWrittenWhileItIsRead() throws IOException {
        var written = new ByteArrayOutputStream();
        var writer = new TreeWriter(segment -> {}, written);
        writer.fileBegins(1 << 30);
        for (var i = 0; i < 10_000; i++) {
            var id = ChunkId.of(new byte[] {(byte) i, (byte) (i >> 8)}, 0, 2);
            writer.chunk(new ChunkRef(id, 4096, Encoding.RAW, Kind.TEXT));
        }

        assertThat(written.size()).isGreaterThan(5_000);
    }

    @Test
    void segmentsTakenOverGiveTheSameTreeAsChunksGivenAgain() throws IOException {
        var directory = Trees.smallFiles(3_000);
        var fresh = Trees.of(directory);
        var bytes = new ByteArrayOutputStream();
        var writer = new TreeWriter(segment -> {}, bytes);
        var reader = new TreeReader(new ByteArrayInputStream(fresh.bytes().toByteArray()));
        for (var item = reader.next(); item != null; item = reader.next()) {
            if (item.hasSegment()) {
                var id = SegmentId.fromBytes(item.getSegment().getId().toByteArray());
                assertThat(writer.atBoundary()).isTrue();
                writer.takeOver(id, item.getSegment().getChunkCount());
            } else {
                writer.entry(item.getEntry());
            }
        }
        writer.finish();

        assertThat(bytes.toByteArray()).isEqualTo(fresh.bytes().toByteArray());
        assertThat(writer.chunks()).isEqualTo(fresh.chunkCount());
    }

    private static TreeContents contents(Trees tree, SegmentSource source) {
        return new TreeContents(
                new TreeReader(new ByteArrayInputStream(tree.bytes().toByteArray())),
                new TreeReader(new ByteArrayInputStream(tree.bytes().toByteArray())),
                source);
    }

    private static Map<String, String> restore(Trees tree) throws IOException {
        var files = new LinkedHashMap<String, String>();
        var contents = contents(tree, tree::segment);
        for (var entry = contents.nextEntry(); entry != null; entry = contents.nextEntry()) {
            var file = new byte[(int) entry.getSize()];
            var reassembler = new PositionalReassembler(
                    (bytes, offset, length, position) -> System.arraycopy(bytes, offset, file, (int) position, length));
            for (var chunk = contents.nextChunk(); chunk != null; chunk = contents.nextChunk()) {
                reassembler.accept(chunk, tree.chunk(chunk.chunk().id()), 0);
            }
            var content = new String(file, StandardCharsets.ISO_8859_1);
            files.put(TreePath.parse(entry.getPath()).text(), entry.getKind() + content);
        }
        return files;
    }

    private static Map<String, String> readable(SortedMap<TreePath, byte[]> directory) {
        var files = new LinkedHashMap<String, String>();
        directory.forEach((path, content) -> files.put(
                path.text(),
                Arrays.equals(content, Trees.DIRECTORY)
                        ? EntryKind.ENTRY_KIND_DIRECTORY.toString()
                        : EntryKind.ENTRY_KIND_FILE + new String(content, StandardCharsets.ISO_8859_1)));
        return files;
    }

    private static SortedMap<TreePath, byte[]> directory(RandomFiles files, Random random) {
        var directory = new TreeMap<TreePath, byte[]>();
        directory.put(TreePath.ROOT, Trees.DIRECTORY);
        for (var d = 0; d < 3; d++) {
            directory.put(TreePath.of("d" + d), Trees.DIRECTORY);
            for (var f = 0; f < 60; f++) {
                var content =
                        random.nextInt(12) == 0 ? files.file() : files.bytes(random.nextInt(3) * random.nextInt(300));
                directory.put(TreePath.of("d" + d + "/" + f + files.name()), content);
            }
        }
        return directory;
    }
}
