package io.graphkeep.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FileLayoutTest {
    private static final SegmentId ANY = SegmentId.of(new byte[0], 0, 0);

    @Test
    void chunksPutAtTheirPlacesInAnyOrderMakeTheFile() throws IOException {
        var seed = System.nanoTime();
        System.out.println("seed " + seed);
        var files = new RandomFiles(seed);
        var random = new Random(seed);
        for (var round = 0; round < 40; round++) {
            var file = files.file();
            var cuts = random.nextBoolean() ? Cuts.of("a.json", file) : splinter(file, random);
            var places = place(cuts.list());
            Collections.shuffle(places, random);
            var made = new byte[file.length];
            var times = new byte[file.length];
            var reassembler = new PositionalReassembler((bytes, offset, length, position) -> {
                System.arraycopy(bytes, offset, made, (int) position, length);
                IntStream.range((int) position, (int) position + length).forEach(i -> times[i]++);
            });

            for (var place : places) {
                var padded = new byte[place.chunk().length() + 9];
                System.arraycopy(
                        cuts.bytes().get(place.index()),
                        0,
                        padded,
                        4,
                        place.chunk().length());
                reassembler.accept(place, padded, 4);
            }

            assertThat(made).as("seed %d, round %d", seed, round).isEqualTo(file);
            assertThat(reassembler.isComplete()).isTrue();
            assertThat(times)
                    .as("each byte is written once, seed %d, round %d", seed, round)
                    .isEqualTo(ones(file.length));
        }
    }

    private static byte[] ones(int count) {
        var ones = new byte[count];
        Arrays.fill(ones, (byte) 1);
        return ones;
    }

    @Test
    void severalThreadsMayPutChunksAtOnce() throws IOException {
        var file = new RandomFiles(4).base64(2_000_000);
        var bytes = ("{\"embedding_dim\":1025,\"m\":\"" + file + "\"}").getBytes(StandardCharsets.UTF_8);
        var cuts = Cuts.of("a.json", bytes);
        var made = new byte[bytes.length];
        var reassembler = new PositionalReassembler(
                (source, offset, length, position) -> System.arraycopy(source, offset, made, (int) position, length));

        place(cuts.list()).parallelStream().forEach(place -> {
            try {
                reassembler.accept(place, cuts.bytes().get(place.index()), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(made).isEqualTo(bytes);
    }

    /** The place of each chunk, with its number in the file for its index. */
    static List<PlacedChunk> place(List<ChunkRef> list) {
        var layout = new FileLayout();
        List<PlacedChunk> places = new ArrayList<>();
        for (var i = 0; i < list.size(); i++) {
            var goesOn = i + 1 < list.size()
                    && list.get(i).encoding() == Encoding.BASE64
                    && list.get(i + 1).encoding() == Encoding.BASE64;
            places.add(layout.place(ANY, i, list.get(i), goesOn));
        }
        return places;
    }

    /** A file whose runs are cut into pieces of one byte and more, as no chunker does. */
    private static Cuts splinter(byte[] file, Random random) throws IOException {
        var pieces = new Cuts(new ArrayList<>(), new ArrayList<>());
        var cuts = Cuts.of("a.json", file);
        for (var i = 0; i < cuts.list().size(); i++) {
            var chunk = cuts.list().get(i);
            var bytes = cuts.bytes().get(i);
            for (var at = 0; at < bytes.length; ) {
                var step = Math.min(bytes.length - at, 1 + random.nextInt(random.nextBoolean() ? 4 : 900));
                pieces.add(bytes, at, step, chunk.encoding(), chunk.kind());
                at += step;
            }
        }
        return pieces;
    }
}
