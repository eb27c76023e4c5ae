package io.graphkeep.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkerTest {
    @Test
    void everyFileComesBackAsItWasHoweverItIsWritten() throws IOException {
        var seed = System.nanoTime();
        System.out.println("seed " + seed);
        var files = new RandomFiles(seed);
        for (var round = 0; round < 80; round++) {
            var name = files.name();
            var file = files.file();

            var whole = Cuts.of(name, file);
            var pieces = Cuts.of(name, file, new Random(seed + round));

            assertThat(whole.together()).as("seed %d, round %d", seed, round).isEqualTo(file);
            assertThat(pieces.list()).as("seed %d, round %d", seed, round).isEqualTo(whole.list());
        }
    }

    @Test
    void anEmptyFileHasNoChunksAndOneByteIsOne() throws IOException {
        assertThat(Cuts.of("a.json", new byte[0]).list()).isEmpty();
        assertThat(Cuts.of("a.json", new byte[] {'x'}).list()).hasSize(1);
        assertThat(Cuts.of("a.bin", new byte[] {0}).list()).hasSize(1);
    }

    @Test
    void oneChunkerServesManyFilesAndForgetsEachOne() throws IOException {
        var files = new RandomFiles(11);
        var first = files.file();
        var second = files.file();
        var cuts = new Cuts(new ArrayList<>(), new ArrayList<>());
        var chunker = Chunker.forFile("x.json", first.length, (bytes, offset, length, encoding, kind) -> {});
        chunker.write(first, 0, first.length);
        chunker = Chunker.forFile("x.json", first.length, cuts::add);
        chunker.write(first, 0, first.length / 2);
        chunker.begin("y.json", second.length);
        cuts.list().clear();
        chunker.write(second, 0, second.length);
        chunker.finish();

        assertThat(cuts.list()).isEqualTo(Cuts.of("y.json", second).list());
    }

    @Test
    void readingFromAChannelCutsTheSame() throws IOException {
        var file = new RandomFiles(5).bytes(3_000_000);
        var cuts = new Cuts(new ArrayList<>(), new ArrayList<>());
        var chunker = Chunker.forFile("a.bin", file.length, cuts::add);

        try (var channel = Channels.newChannel(new ByteArrayInputStream(file))) {
            while (chunker.readFrom(channel) >= 0) {
                assertThat(channel.isOpen()).isTrue();
            }
        }
        chunker.finish();

        assertThat(cuts.list()).isEqualTo(Cuts.of("a.bin", file).list());
    }

    @Test
    void chunksOfTextAverageFourKibAndKeepTheirBounds() throws IOException {
        var cuts = Cuts.of("a.txt", new RandomFiles(3).words(8_000_000).getBytes(StandardCharsets.UTF_8));

        assertThat(8_000_000 / cuts.list().size()).isBetween(3_900, 4_300);
        assertThat(cuts.list().subList(0, cuts.list().size() - 1))
                .allSatisfy(chunk -> assertThat(chunk.length()).isBetween(1024, 16_384));
    }

    @Test
    void chunksOfBinaryAverageSixtyFourKib() throws IOException {
        var cuts = Cuts.of("a.bin", new RandomFiles(3).bytes(32 << 20));

        assertThat((32 << 20) / cuts.list().size()).isBetween(55_000, 75_000);
        assertThat(cuts.list()).allSatisfy(chunk -> assertThat(chunk.kind()).isEqualTo(Kind.BINARY));
    }

    @Test
    void hugeBinaryFilesHaveLargerChunks() throws IOException {
        var file = new RandomFiles(3).bytes(16 << 20);
        var chunks = new int[1];
        var chunker = Chunker.forFile("a.bin", 16L << 30, (bytes, offset, length, encoding, kind) -> chunks[0]++);

        chunker.write(file, 0, file.length);
        chunker.finish();

        assertThat(chunks[0]).isLessThan(100);
    }

    @Test
    void zerosGiveOneChunkOverAndOver() throws IOException {
        var cuts = Cuts.of("sparse.img", new byte[8 << 20]);

        assertThat(cuts.list())
                .hasSize(32)
                .allSatisfy(chunk -> assertThat(chunk).isEqualTo(cuts.list().get(0)));
    }

    @Test
    void aChangeInTextStaysWhereItIs() throws IOException {
        var text = new RandomFiles(17).words(2_000_000);
        var before = Cuts.of("a.json", text.getBytes(StandardCharsets.UTF_8));
        for (var at = 1000; at < text.length(); at += 97_003) {
            var changed = text.substring(0, at) + "inserted" + text.substring(at);

            var after = Cuts.of("a.json", changed.getBytes(StandardCharsets.UTF_8));

            assertThat(after.newBytes(before)).isLessThan(40_000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 768, 1024, 3072, 16_384})
    void rowsOfTwoKibAndMoreAreAChunkEach(int dimensions) throws IOException {
        var rows = 6_000_000 / dimensions / 4;
        var cuts = Cuts.of("vdb.json", vectors(dimensions, "", new RandomFiles(2).bytes(rows * dimensions * 4)));

        assertThat(cuts.count(Encoding.BASE64, dimensions * 4)).isEqualTo(rows);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100, 384, 511})
    void narrowRowsAreGroupedWhole(int dimensions) throws IOException {
        var width = dimensions * 4;
        var cuts = Cuts.of("vdb.json", vectors(dimensions, "", new RandomFiles(2).bytes(2_000_000 / width * width)));
        var chunks = cuts.list().stream()
                .filter(chunk -> chunk.encoding() == Encoding.BASE64)
                .toList();

        assertThat(chunks).allSatisfy(chunk -> {
            assertThat(chunk.length() % width).isZero();
            assertThat(chunk.length()).isLessThanOrEqualTo(16 << 10);
        });
        assertThat(2_000_000 / chunks.size()).isBetween(2_500, 5_000);
    }

    @Test
    void aRowThatChangesOrComesInCostsItselfHoweverTheTextBeforeItMoved() throws IOException {
        var matrix = new RandomFiles(2).bytes(4096 * 500);
        var before = Cuts.of("vdb.json", vectors(1024, "short", matrix));
        var grown = new byte[matrix.length + 4096];
        System.arraycopy(matrix, 0, grown, 0, 4096 * 200);
        System.arraycopy(matrix, 4096 * 200, grown, 4096 * 201, 4096 * 300);
        grown[4096 * 77 + 5] ^= 1;

        var after = Cuts.of("vdb.json", vectors(1024, "a longer text before it", grown));

        assertThat(after.newBytes(before)).isLessThan(2 * 4096 + 2000);
    }

    @Test
    void withoutAWidthChunksEndAtMultiplesOfFour() throws IOException {
        var file = ("{\"x\":\"" + new RandomFiles(8).base64(3_000_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        var chunks = Cuts.of("a.json", file).list().stream()
                .filter(chunk -> chunk.encoding() == Encoding.BASE64)
                .toList();

        assertThat(chunks).allSatisfy(chunk -> assertThat(chunk.length() % 4).isZero());
        assertThat(3_000_000 / chunks.size()).isBetween(3_700, 4_500);
    }

    @Test
    void aDimensionAfterTheDataIsFoundRightBeforeTheMatrix() throws IOException {
        var file = "{\"data\": [" + "[1],".repeat(50_000) + "[1]], \"embedding_dim\": 1024, \"matrix\": \""
                + new RandomFiles(2).base64(4096 * 40) + "\"}";

        assertThat(Cuts.of("a.json", file.getBytes(StandardCharsets.UTF_8)).count(Encoding.BASE64, 4096))
                .isEqualTo(40);
    }

    @Test
    void aRunShorterThan64KibOrWithoutAQuoteStaysText() throws IOException {
        var run = new RandomFiles(2).base64(60_000).substring(0, 65_535);
        var cut = new RandomFiles(2).base64(150_000);

        assertThat(Cuts.of("a.json", ("\"" + run + "\"").getBytes(StandardCharsets.UTF_8))
                        .list())
                .allSatisfy(chunk -> assertThat(chunk.encoding()).isEqualTo(Encoding.RAW));
        assertThat(Cuts.of("a.json", ("\"" + run + "A\"").getBytes(StandardCharsets.UTF_8))
                        .list())
                .anySatisfy(chunk -> assertThat(chunk.encoding()).isEqualTo(Encoding.BASE64));
        assertThat(Cuts.of("a.json", (" " + cut + "\"").getBytes(StandardCharsets.UTF_8))
                        .list())
                .allSatisfy(chunk -> assertThat(chunk.encoding()).isEqualTo(Encoding.RAW));
    }

    @Test
    void aLastGroupThatIsNotCanonicalStaysText() throws IOException {
        var inside = new RandomFiles(2).base64(60_000);
        var canonical = Cuts.of("a.json", ("\"" + inside + "AQ==\"").getBytes(StandardCharsets.UTF_8));
        var other = Cuts.of("a.json", ("\"" + inside + "AR==\"").getBytes(StandardCharsets.UTF_8));

        assertThat(decoded(canonical)).isEqualTo(60_001);
        assertThat(decoded(other)).isEqualTo(60_000);
        assertThat(other.bytes().get(other.bytes().size() - 1)).asString().isEqualTo("AR==\"");
    }

    private static long decoded(Cuts cuts) {
        return cuts.list().stream()
                .filter(chunk -> chunk.encoding() == Encoding.BASE64)
                .mapToLong(ChunkRef::length)
                .sum();
    }

    private static byte[] vectors(int dimensions, String text, byte[] matrix) {
        return ("{\"embedding_dim\": " + dimensions + ", \"data\": [{\"content\": \"" + text + "\"}], \"matrix\": \""
                        + Base64.getEncoder().encodeToString(matrix) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
