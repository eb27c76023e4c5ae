package io.graphkeep.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SegmentTest {
    private final Random random = new Random(23);

    @Test
    void aDescriptorSaysAllOfItsListAndIsReadBack() throws IOException {
        var chunks = chunks(256);
        var segment = Segment.of(chunks);

        var read = Segment.parse(segment.id(), segment.descriptor());

        assertThat(read).isEqualTo(segment);
        assertThat(list(read)).isEqualTo(chunks);
        assertThat(read.bytes())
                .isEqualTo(chunks.stream().mapToLong(ChunkRef::length).sum());
        assertThat(segment.descriptor().length).isLessThanOrEqualTo(Segment.MAX_DESCRIPTOR_BYTES);
    }

    @Test
    void aDescriptorOfAnotherSegmentIsRefused() {
        var one = Segment.of(chunks(3));
        var other = Segment.of(chunks(3));

        assertThatThrownBy(() -> Segment.parse(one.id(), other.descriptor()))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(one.id().toHex());
    }

    @Test
    void aDamagedOrHostileDescriptorIsRefusedOrIsTheOneSpellingOfWhatItSays() {
        var seed = System.nanoTime();
        System.out.println("seed " + seed);
        var hostile = new Random(seed);
        var refused = 0;
        for (var round = 0; round < 2000; round++) {
            var descriptor = mutate(Segment.of(chunks(1 + hostile.nextInt(40))).descriptor(), hostile);
            try {
                var segment = Segment.parse(descriptor);
                assertThat(Segment.of(list(segment)).descriptor())
                        .as("seed %d", seed)
                        .isEqualTo(descriptor);
            } catch (FormatException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    @Test
    void countsLengthsAndKindsOutOfBoundsAreRefused() {
        var id = new byte[32];
        assertRefused(new byte[0]);
        assertRefused(new byte[] {1, 0});
        assertRefused(join(new byte[] {2, 1, 8}, id));
        assertRefused(join(new byte[] {1, 1, 0}, id));
        assertRefused(join(new byte[] {1, 1, 8 | 6}, id));
        assertRefused(join(new byte[] {1, 1, 8 | 1}, id));
        assertRefused(join(new byte[] {1, 1, (byte) 0x88, 0}, id));
        assertRefused(join(new byte[] {1, 1, (byte) 0x88, (byte) 0x80, (byte) 0x80, 4}, id));
        assertRefused(join(new byte[] {1, 1, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F}, id));
        assertRefused(new byte[Segment.MAX_DESCRIPTOR_BYTES + 1]);
        assertThatThrownBy(() -> Segment.of(chunks(257))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Segment.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void segmentsHaveAboutSixtyFourChunksWithinTheirBounds() throws IOException {
        var segments = cut(chunks(100_000));

        assertThat(100_000 / segments.size()).isBetween(58, 70);
        assertThat(segments.subList(0, segments.size() - 1))
                .allSatisfy(segment -> assertThat(segment.size()).isBetween(16, 256));
    }

    @Test
    void aChunkThatComesInChangesTheSegmentAroundItAlone() throws IOException {
        var chunks = chunks(5_000);
        var before = cut(chunks);
        var changed = new ArrayList<>(chunks);
        changed.addAll(2_500, chunks(1));

        var after = new ArrayList<>(cut(changed));
        after.removeAll(before);

        assertThat(after.size()).isLessThanOrEqualTo(5);
    }

    @Test
    void aLargeFileHasSegmentsOfItsOwn() throws IOException {
        var segments = new ArrayList<Segment>();
        var cutter = new SegmentCutter(segments::add);
        cutter.fileBegins(100);
        cutter.add(chunks(1).get(0));
        cutter.fileEnds();
        cutter.fileBegins(1 << 20);
        cutter.add(chunks(1).get(0));
        cutter.fileEnds();
        cutter.fileBegins(100);

        assertThat(segments).hasSize(2);
        assertThat(cutter.atBoundary()).isTrue();
    }

    private static List<Segment> cut(List<ChunkRef> chunks) throws IOException {
        var segments = new ArrayList<Segment>();
        var cutter = new SegmentCutter(segments::add);
        for (var chunk : chunks) {
            cutter.add(chunk);
        }
        cutter.cut();
        return segments;
    }

    private List<ChunkRef> chunks(int count) {
        var chunks = new ArrayList<ChunkRef>();
        for (var i = 0; i < count; i++) {
            var id = new byte[32];
            random.nextBytes(id);
            var base64 = random.nextBoolean();
            var kind = base64 ? Kind.FLOAT32 : random.nextBoolean() ? Kind.TEXT : Kind.BINARY;
            var length = 1 + random.nextInt(1 << (1 + random.nextInt(20)));
            chunks.add(new ChunkRef(ChunkId.fromBytes(id), length, base64 ? Encoding.BASE64 : Encoding.RAW, kind));
        }
        return chunks;
    }

    private static List<ChunkRef> list(Segment segment) {
        var list = new ArrayList<ChunkRef>();
        for (var i = 0; i < segment.size(); i++) {
            list.add(segment.chunk(i));
        }
        return list;
    }

    static byte[] mutate(byte[] bytes, Random random) {
        var mutated = Arrays.copyOf(bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length + 20) : bytes.length);
        for (var changes = random.nextInt(4); changes >= 0 && mutated.length > 0; changes--) {
            var at = random.nextInt(random.nextBoolean() ? Math.min(mutated.length, 12) : mutated.length);
            mutated[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : mutated[at] ^ (1 << random.nextInt(8)));
        }
        return mutated;
    }

    private static byte[] join(byte[] head, byte[] id) {
        var joined = Arrays.copyOf(head, head.length + id.length);
        System.arraycopy(id, 0, joined, head.length, id.length);
        return joined;
    }

    private static void assertRefused(byte[] descriptor) {
        assertThatThrownBy(() -> Segment.parse(descriptor)).isInstanceOf(FormatException.class);
    }
}
