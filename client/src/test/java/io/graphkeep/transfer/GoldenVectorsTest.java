package io.graphkeep.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.format.v1.EntryMark;
import io.graphkeep.format.v1.ExtendedAttribute;
import io.graphkeep.format.v1.Manifest;
import io.graphkeep.format.v1.ManifestConsistency;
import io.graphkeep.format.v1.ManifestProperty;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares what this code makes with vectors that never change: a difference means that old stores are no longer met. */
class GoldenVectorsTest {
    private final StringBuilder made = new StringBuilder();
    private final List<Cuts> files = new ArrayList<>();

    @Test
    void whatIsMadeIsWhatVersionOneAlwaysMade() throws IOException {
        line("gear 0 255", String.format("%016x %016x", Gear.TABLE[0], Gear.TABLE[255]));
        file("plain.txt", text(40_000));
        file("noise.bin", noise("binary", 600_000));
        file("wide.json", json("{\"embedding_dim\": 1024, \"matrix\": \"", noise("wide", 4096 * 20 + 100), "\"}"));
        file("narrow.json", json("{\"embedding_dim\":100,\"matrix\":\"", noise("narrow", 100_000), "\"}"));
        file("unknown.json", json("{\"matrix\":\"", noise("unknown", 60_001), "\"}"));
        file("defect.json", json("{\"matrix\":\"", noise("defect", 60_000), "AR==\"}"));
        segments();
        tree();
        manifest();

        try (var stored = GoldenVectorsTest.class.getResourceAsStream("format-v1.txt")) {
            assertThat(stored).isNotNull();
            assertThat(made.toString()).isEqualTo(new String(stored.readAllBytes(), StandardCharsets.US_ASCII));
        }
    }

    private void file(String name, byte[] file) throws IOException {
        var cuts = Cuts.of(name, file);
        files.add(cuts);
        line(
                "file " + name,
                file.length + " "
                        + HexFormat.of().formatHex(ContentId.newDigest().digest(file)));
        for (var place : FileLayoutTest.place(cuts.list())) {
            var chunk = place.chunk();
            line(
                    "chunk",
                    String.join(
                            " ",
                            place.offset() + "",
                            chunk.length() + "",
                            chunk.encoding() + "",
                            chunk.kind() + "",
                            chunk.id().toHex()));
        }
        assertThat(cuts.together()).isEqualTo(file);
    }

    private void segments() throws IOException {
        var cutter = new SegmentCutter(segment -> {
            line("segment", segment.size() + " " + segment.id());
            line("descriptor", HexFormat.of().formatHex(segment.descriptor()));
        });
        for (var file : files) {
            cutter.fileBegins(1);
            for (var chunk : file.list()) {
                cutter.add(chunk);
            }
            cutter.fileEnds();
        }
        cutter.cut();
    }

    private void tree() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var writer = new TreeWriter(segment -> {}, bytes);
        writer.entry(entry("", EntryKind.ENTRY_KIND_DIRECTORY, 0755).build());
        writer.entry(entry("d", EntryKind.ENTRY_KIND_DIRECTORY, 01777).build());
        writer.fileBegins(40_000);
        for (var chunk : files.get(0).list()) {
            writer.chunk(chunk);
        }
        writer.entry(entry("d/plain.txt", EntryKind.ENTRY_KIND_FILE, 0640)
                .setSize(40_000)
                .addExtendedAttributes(
                        ExtendedAttribute.newBuilder().setName("user.comment").setValue(ByteString.copyFromUtf8("x")))
                .addMarks(EntryMark.ENTRY_MARK_FRESH)
                .build());
        writer.entry(entry("d-empty", EntryKind.ENTRY_KIND_FILE, 0600).build());
        writer.entry(entry("hard", EntryKind.ENTRY_KIND_HARD_LINK, 0640)
                .setLinkTarget(ByteString.copyFromUtf8("d/plain.txt"))
                .build());
        writer.entry(entry("soft", EntryKind.ENTRY_KIND_SYMLINK, 0777)
                .setLinkTarget(ByteString.copyFromUtf8("../x"))
                .build());
        writer.entry(entry("soft", EntryKind.ENTRY_KIND_FILE, 0644)
                .setPath(ByteString.copyFrom(new byte[] {'z', (byte) 0xFF}))
                .build());
        writer.finish();
        line("tree", HexFormat.of().formatHex(bytes.toByteArray()));
    }

    private void manifest() throws IOException {
        var bytes = ManifestFormat.write(Manifest.newBuilder()
                .setFormatVersion(1)
                .setGraphUid("0192f0c1-2345-7000-8000-00000000000a")
                .setSnapshotId("0192f0c1-2345-7000-8000-00000000000b")
                .setOriginInstanceId("0192f0c1-2345-7000-8000-00000000000c")
                .setCutTimeUs(1_700_000_000_123_456L)
                .setConsistency(ManifestConsistency.MANIFEST_CONSISTENCY_QUIESCED)
                .setEpoch(3)
                .addTreeSegmentIds(ByteString.copyFrom(noise("segment", 32)))
                .setTreeBytes(700)
                .setLogicalBytes(40_000)
                .setChunkCount(10)
                .setSegmentCount(1)
                .setFileCount(3)
                .setDirectoryCount(2)
                .setSymlinkCount(1)
                .setHardLinkCount(1)
                .addProperties(ManifestProperty.newBuilder()
                        .setKey("lightrag.embedding_dim")
                        .setValue("1024"))
                .build());
        line("manifest", HexFormat.of().formatHex(bytes));
        line("digest", HexFormat.of().formatHex(ManifestFormat.digest(bytes)));
        assertThat(ManifestFormat.parse(bytes).getEpoch()).isEqualTo(3);
    }

    private static Entry.Builder entry(String path, EntryKind kind, int mode) {
        return Trees.entry(path, kind)
                .setMode(mode)
                .setUid(1000)
                .setGid(100)
                .setUser("ada")
                .setGroup("users")
                .setMtimeNs(1_700_000_000_123_456_789L)
                .setCtimeNs(1_700_000_000_987_654_321L);
    }

    private void line(String what, String value) {
        made.append(what).append(": ").append(value).append('\n');
    }

    /** SHA-256 of the label and a four-byte counter from 0 on, one after the other. */
    private static byte[] noise(String label, int length) {
        var bytes = new byte[length];
        var digest = ContentId.newDigest();
        for (var block = 0; block * 32 < length; block++) {
            digest.update(label.getBytes(StandardCharsets.US_ASCII));
            digest.update(new byte[] {(byte) (block >> 24), (byte) (block >> 16), (byte) (block >> 8), (byte) block});
            System.arraycopy(digest.digest(), 0, bytes, block * 32, Math.min(32, length - block * 32));
        }
        return bytes;
    }

    /** Lower-case hexadecimal digits of noise, 64 to a line. */
    private static byte[] text(int length) {
        var text = new StringBuilder();
        for (var at = 0; text.length() < length; at += 32) {
            text.append(HexFormat.of().formatHex(Arrays.copyOfRange(noise("text", at + 32), at, at + 32)))
                    .append('\n');
        }
        return text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] json(String before, byte[] matrix, String after) {
        return (before + Base64.getEncoder().encodeToString(matrix) + after).getBytes(StandardCharsets.US_ASCII);
    }
}
