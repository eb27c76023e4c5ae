package io.graphkeep.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.format.v1.EntryMark;
import io.graphkeep.format.v1.ExtendedAttribute;
import io.graphkeep.format.v1.TreeItem;
import io.graphkeep.format.v1.TreeSegment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
        var directory = smallFiles(8_000);
        var before = Trees.of(directory);
        directory.put(CHANGED, "changed".repeat(100).getBytes(StandardCharsets.UTF_8));
        var after = Trees.of(directory);

        var content = after.newBytes(before);
        var tree = after.ofTree().newBytes(before.ofTree());

        assertThat(content + tree).isLessThan(20_000);
    }

    @Test
    void filesAddedAndRemovedCostNoMore() throws IOException {
        var directory = smallFiles(8_000);
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
        var directory = smallFiles(3_000);
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

    @ParameterizedTest
    @MethodSource("unsound")
    void entriesThatAreUnsoundAreNeitherWrittenNorRead(List<Entry> entries) throws IOException {
        var written = new ByteArrayOutputStream();
        for (var entry : entries) {
            TreeItem.newBuilder().setEntry(entry).build().writeDelimitedTo(written);
        }
        var writer = new TreeWriter(segment -> {}, OutputStream.nullOutputStream());

        assertThatThrownBy(() -> readAll(written.toByteArray())).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> {
                    for (var entry : entries) {
                        writer.entry(entry);
                    }
                })
                .isInstanceOf(FormatException.class);
    }

    static Stream<List<Entry>> unsound() {
        var directory = Trees.entry("d", EntryKind.ENTRY_KIND_DIRECTORY).build();
        var file = Trees.entry("f", EntryKind.ENTRY_KIND_FILE).build();
        var link = Trees.entry("l", EntryKind.ENTRY_KIND_SYMLINK).setLinkTarget(ByteString.copyFromUtf8("/etc"));
        var attribute = ExtendedAttribute.newBuilder().setName("user.a");
        return Stream.of(
                List.of(Trees.entry("..", EntryKind.ENTRY_KIND_FILE).build()),
                List.of(Trees.entry("/etc/passwd", EntryKind.ENTRY_KIND_FILE).build()),
                List.of(Trees.entry("a\0b", EntryKind.ENTRY_KIND_FILE).build()),
                List.of(Trees.entry("", EntryKind.ENTRY_KIND_FILE).build()),
                List.of(directory, directory),
                List.of(file, directory),
                List.of(Trees.entry("d/f", EntryKind.ENTRY_KIND_FILE).build()),
                List.of(file, Trees.entry("f/f", EntryKind.ENTRY_KIND_FILE).build()),
                List.of(
                        link.build(),
                        Trees.entry("l/passwd", EntryKind.ENTRY_KIND_FILE).build()),
                List.of(
                        directory,
                        Trees.entry("da/f", EntryKind.ENTRY_KIND_FILE).build()),
                List.of(
                        directory,
                        Trees.entry("d/e/f", EntryKind.ENTRY_KIND_FILE).build()),
                List.of(Trees.entry("f", EntryKind.ENTRY_KIND_UNSPECIFIED).build()),
                List.of(Trees.entry("f", EntryKind.ENTRY_KIND_FILE)
                        .setKindValue(77)
                        .build()),
                List.of(Trees.entry("f", EntryKind.ENTRY_KIND_FILE)
                        .setMode(010000)
                        .build()),
                List.of(Trees.entry("f", EntryKind.ENTRY_KIND_FILE).setMode(-1).build()),
                List.of(Trees.entry("f", EntryKind.ENTRY_KIND_FILE)
                        .setUser("u".repeat(256))
                        .build()),
                List.of(Trees.entry("f", EntryKind.ENTRY_KIND_FILE).setSize(-1).build()),
                List.of(Trees.entry("f", EntryKind.ENTRY_KIND_FILE).setSize(5).build()),
                List.of(Trees.entry("f", EntryKind.ENTRY_KIND_FILE)
                        .setLinkTarget(ByteString.copyFromUtf8("x"))
                        .build()),
                List.of(Trees.entry("d", EntryKind.ENTRY_KIND_DIRECTORY)
                        .setSize(5)
                        .build()),
                List.of(link.setLinkTarget(ByteString.EMPTY).build()),
                List.of(link.setLinkTarget(ByteString.copyFromUtf8("a\0")).build()),
                List.of(link.setLinkTarget(ByteString.copyFrom(new byte[4097])).build()),
                List.of(file, Trees.entry("h", EntryKind.ENTRY_KIND_HARD_LINK).build()),
                List.of(file, hardLink("h", "../f")),
                List.of(file, hardLink("h", "h")),
                List.of(file, hardLink("h", "z")),
                List.of(Trees.entry("f", EntryKind.ENTRY_KIND_FILE)
                        .addExtendedAttributes(attribute)
                        .addExtendedAttributes(attribute)
                        .build()),
                List.of(Trees.entry("f", EntryKind.ENTRY_KIND_FILE)
                        .addExtendedAttributes(ExtendedAttribute.newBuilder())
                        .build()),
                List.of(Trees.entry("f", EntryKind.ENTRY_KIND_FILE)
                        .addExtendedAttributes(ExtendedAttribute.newBuilder()
                                .setName("a")
                                .setValue(ByteString.copyFrom(new byte[128 << 10])))
                        .build()),
                List.of(Trees.entry("f", EntryKind.ENTRY_KIND_FILE)
                        .addMarks(EntryMark.ENTRY_MARK_TORN)
                        .addMarks(EntryMark.ENTRY_MARK_TORN)
                        .build()),
                List.of(Trees.entry("f", EntryKind.ENTRY_KIND_FILE)
                        .addMarksValue(99)
                        .build()),
                List.of(Trees.entry("f", EntryKind.ENTRY_KIND_FILE)
                        .addMarks(EntryMark.ENTRY_MARK_UNSPECIFIED)
                        .build()));
    }

    @Test
    void countsThatDoNotAddUpAreRefused() {
        var file = TreeItem.newBuilder()
                .setEntry(Trees.entry("f", EntryKind.ENTRY_KIND_FILE).setSize(9).setChunkCount(2))
                .build();
        var none = TreeItem.newBuilder()
                .setEntry(Trees.entry("e", EntryKind.ENTRY_KIND_FILE))
                .build();

        assertRefused(file);
        assertRefused(segment(32, 1), file);
        assertRefused(segment(32, 3), file);
        assertRefused(segment(32, 2), segment(32, 2), file);
        assertRefused(segment(32, 2), none, file);
        assertRefused(segment(32, 2), file, segment(32, 1));
        assertRefused(segment(31, 2), file);
        assertRefused(segment(32, 0), file);
        assertRefused(segment(32, 257), file);
        assertRefused(segment(32, -1), file);
        assertRefused(TreeItem.getDefaultInstance());
        assertRefused(file.toBuilder().setUnknownFields(unknown()).build());
        assertRefused(TreeItem.newBuilder()
                .setEntry(none.getEntry().toBuilder().setUnknownFields(unknown()))
                .build());
    }

    @Test
    void aFileWhoseChunksDoNotMakeItsSizeIsRefused() throws IOException {
        var segment = Segment.of(List.of(new ChunkRef(ChunkId.of(new byte[4], 0, 4), 4, Encoding.RAW, Kind.TEXT)));
        for (var size : new long[] {3, 5}) {
            var written = new ByteArrayOutputStream();
            var writer = new TreeWriter(s -> {}, written);
            writer.takeOver(segment.id(), 1);
            writer.entry(Trees.entry("f", EntryKind.ENTRY_KIND_FILE)
                    .setSize(size)
                    .setChunkCount(1)
                    .build());
            writer.finish();
            var contents =
                    new TreeContents(new TreeReader(new ByteArrayInputStream(written.toByteArray())), id -> segment);
            contents.nextEntry();

            assertThatThrownBy(contents::nextChunk)
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("declared");
        }
    }

    @Test
    void aDamagedTreeIsRefusedOrStillATree() throws IOException {
        var seed = System.nanoTime();
        System.out.println("seed " + seed);
        var hostile = new Random(seed);
        var sound = Trees.of(smallFiles(30)).bytes().toByteArray();
        var refused = 0;
        for (var round = 0; round < 3000; round++) {
            var mutated = sound.clone();
            for (var changes = hostile.nextInt(3); changes >= 0; changes--) {
                mutated[hostile.nextInt(mutated.length)] = (byte) hostile.nextInt(256);
            }
            var length = hostile.nextInt(3) == 0 ? hostile.nextInt(mutated.length) : mutated.length;
            try {
                readAll(Arrays.copyOf(mutated, length));
            } catch (FormatException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(500);
    }

    @Test
    void itemsThatClaimToBeHugeOrAreCutOffAreRefused() {
        assertThatThrownBy(() -> readAll(new byte[] {(byte) 0xFF, (byte) 0xFF, 0x7F}))
                .isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> readAll(new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 1}))
                .isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> readAll(new byte[] {0})).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> readAll(new byte[] {5, 1})).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> readAll(new byte[] {(byte) 0x85})).isInstanceOf(FormatException.class);
    }

    @Test
    void callsOutOfOrderAreErrorsOfTheCaller() {
        var file = Trees.entry("f", EntryKind.ENTRY_KIND_FILE)
                .setSize(1)
                .setChunkCount(1)
                .build();
        var chunk = new ChunkRef(ChunkId.of(new byte[1], 0, 1), 1, Encoding.RAW, Kind.TEXT);

        assertThatThrownBy(() -> writer().chunk(chunk)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> writer().entry(file)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> {
                    var writer = writer();
                    writer.fileBegins(1);
                    writer.chunk(chunk);
                    writer.finish();
                })
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> {
                    var writer = writer();
                    writer.fileBegins(1);
                    writer.chunk(chunk);
                    writer.takeOver(SegmentId.of(new byte[1], 0, 1), 3);
                })
                .isInstanceOf(IllegalStateException.class);
    }

    private static TreeWriter writer() {
        return new TreeWriter(segment -> {}, OutputStream.nullOutputStream());
    }

    private static TreeItem segment(int idBytes, int chunks) {
        return TreeItem.newBuilder()
                .setSegment(TreeSegment.newBuilder()
                        .setId(ByteString.copyFrom(new byte[idBytes]))
                        .setChunkCount(chunks))
                .build();
    }

    private static UnknownFieldSet unknown() {
        return UnknownFieldSet.newBuilder()
                .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();
    }

    private static Entry hardLink(String path, String target) {
        return Trees.entry(path, EntryKind.ENTRY_KIND_HARD_LINK)
                .setLinkTarget(ByteString.copyFromUtf8(target))
                .build();
    }

    private static void assertRefused(TreeItem... items) {
        assertThatThrownBy(() -> {
                    var written = new ByteArrayOutputStream();
                    for (var item : items) {
                        item.writeDelimitedTo(written);
                    }
                    readAll(written.toByteArray());
                })
                .isInstanceOf(FormatException.class);
    }

    private static void readAll(byte[] bytes) throws IOException {
        var reader = new TreeReader(new ByteArrayInputStream(bytes));
        for (var item = reader.next(); item != null; item = reader.next()) {
            assertThat(item.getItemCase()).isNotEqualTo(TreeItem.ItemCase.ITEM_NOT_SET);
        }
    }

    private static TreeContents contents(Trees tree, SegmentSource source) {
        return new TreeContents(
                new TreeReader(new ByteArrayInputStream(tree.bytes().toByteArray())), source);
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

    private static SortedMap<TreePath, byte[]> smallFiles(int count) {
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
