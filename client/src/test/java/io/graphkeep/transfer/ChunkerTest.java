package io.graphkeep.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkerTest {
    @Test
    void aMatrixIsCutAtItsRowsAndComesBackAsItWas() throws IOException {
        var random = new Random(7);
        var matrix = new byte[4096 * 50 + 100];
        random.nextBytes(matrix);
        var file = ("{\"embedding_dim\": 1024, \"data\": [], \"matrix\": \""
                        + Base64.getEncoder().encodeToString(matrix) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        var restored = new ByteArrayOutputStream();
        var reassembler = new Reassembler(restored);
        var rows = new int[1];
        var chunker = Chunker.forFile("vdb_chunks.json", file.length, (bytes, offset, length, encoding, kind) -> {
            rows[0] += encoding == Encoding.BASE64 && length == 4096 ? 1 : 0;
            reassembler.accept(bytes, offset, length, encoding);
        });

        chunker.write(file, 0, file.length);
        chunker.finish();
        reassembler.finish();

        assertThat(rows[0]).isEqualTo(50);
        assertThat(restored.toByteArray()).isEqualTo(file);
    }
}
