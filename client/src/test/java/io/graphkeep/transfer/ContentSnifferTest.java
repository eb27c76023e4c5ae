package io.graphkeep.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentSnifferTest {
    @ParameterizedTest
    @CsvSource({
        "a.json, 7b7d, true",
        "A.JSON, 7b7d, true",
        "a.json, ff7d, true",
        "a.json, 7b007d, false",
        "dir.json/a, 7b01, false",
        "README, 4772c3b6c39f6509, true",
        "a, c3, true",
        "a, e282, true",
        "a, c328, false",
        "a, c080, false",
        "a, eda080, false",
        "a, f4908080, false",
        "a, f5808080, false",
        "a, 7f, false",
        "a, 1b5b, false",
        "a.index, 0a0d090c, true",
        "a.png, 89504e47, false",
        "json, 01, false"
    })
    void nameAndHeadTell(String name, String head, boolean text) {
        var bytes = HexFormat.of().parseHex(head);

        assertThat(ContentSniffer.isText(name, bytes, 0, bytes.length)).isEqualTo(text);
    }

    @Test
    void onlyTheFirstFourKibCount() {
        var bytes = ("a".repeat(4096) + "\0").getBytes(StandardCharsets.US_ASCII);

        assertThat(ContentSniffer.isText("a", bytes, 0, bytes.length)).isTrue();
        assertThat(ContentSniffer.isText("a", bytes, 1, bytes.length - 1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"embedding_dim\": 8, \"data\": []}",
                "{\"a\": {\"embedding_dim\": 7}, \"embedding_dim\":8}",
                "{\"a\": \"{[\\\"\", \"embedding_dim\"\n:\t8 }",
                " {\"x\": \"embedding_dim\", \"embedding_dim\": 8,"
            })
    void theTopLevelDimensionGivesTheWidth(String json) {
        var bytes = json.getBytes(StandardCharsets.UTF_8);

        assertThat(EmbeddingWidth.inHead(bytes, 0, bytes.length)).isEqualTo(32);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": {\"embedding_dim\": 8}}",
                "[{\"embedding_dim\": 8}]",
                "{\"embedding_dim\": 8",
                "{\"embedding_dim\": \"8\"}",
                "{\"embedding_dim\": 8.5}",
                "{\"embedding_dim\": 0}",
                "{\"embedding_dim\": -8}",
                "{\"embedding_dim\": 16385}",
                "{\"embedding_dim\": 99999999999999999999}",
                "{\"a\": \"\\\"embedding_dim\\\": 8, \"}",
                "{\"embedding_dim",
                "{\"embedding_dim\"",
                "}}}}",
                "{\"\\"
            })
    void anythingElseGivesNone(String json) {
        var bytes = json.getBytes(StandardCharsets.UTF_8);

        assertThat(EmbeddingWidth.inHead(bytes, 0, bytes.length)).isZero();
    }

    @Test
    void theLastDimensionBeforeTheMatrixCounts() {
        var bytes = "\"embedding_dim\": 4, \"embedding_dim\": 8, \"matrix\": \"".getBytes(StandardCharsets.UTF_8);

        assertThat(EmbeddingWidth.before(bytes, 0, bytes.length)).isEqualTo(32);
        assertThat(EmbeddingWidth.before(bytes, 0, 30)).isEqualTo(16);
        assertThat(EmbeddingWidth.before(bytes, 45, bytes.length)).isZero();
    }

    @Test
    void noRunOfOneByteEverLooksLikeABoundary() {
        for (var value = 0; value < 256; value++) {
            var run = new byte[64];
            Arrays.fill(run, (byte) value);

            assertThat(Gear.hash(run, 0, 64) >>> 56).isNotZero();
        }
    }
}
