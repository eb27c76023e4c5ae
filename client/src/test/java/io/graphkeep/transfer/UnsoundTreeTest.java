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
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What no writer of ours makes is refused, by whoever reads it; and what would become that is refused by the writer. */
class UnsoundTreeTest {
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
            var contents = new TreeContents(
                    new TreeReader(new ByteArrayInputStream(written.toByteArray())),
                    new TreeReader(new ByteArrayInputStream(written.toByteArray())),
                    id -> segment);
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
        var sound = Trees.of(Trees.smallFiles(30)).bytes().toByteArray();
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
}
