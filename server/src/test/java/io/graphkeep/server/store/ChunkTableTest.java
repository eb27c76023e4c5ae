package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.transfer.ContentId;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkTableTest {
    private static final int CAPACITY = 3_000;

    @Test
    void knowsTheNewestChunksAsATableOfItsCapacityWouldWhileItGrows() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var table = new ChunkTable(CAPACITY);
        var model = new LinkedHashMap<Integer, Integer>();

        for (var i = 0; i < 4 * CAPACITY; i++) {
            var chunk = random.nextInt(3 * CAPACITY);
            table.put(id(chunk), 0, i, i + 1, i + 2);
            model.put(chunk, i);
            if (model.size() > CAPACITY) {
                model.pollFirstEntry();
            }
        }

        assertThat(table.size()).as("seed %d", seed).isEqualTo(CAPACITY);
        for (var chunk = 0; chunk < 3 * CAPACITY; chunk++) {
            var entry = table.find(id(chunk), 0);
            var put = model.get(chunk);
            assertThat(entry >= 0).as("seed %d, chunk %d", seed, chunk).isEqualTo(put != null);
            if (put != null) {
                assertThat(table.pack(entry)).isEqualTo((long) put);
                assertThat(table.block(entry)).isEqualTo(put + 1);
                assertThat(table.chunk(entry)).isEqualTo(put + 2);
            }
        }
    }

    private static byte[] id(int chunk) {
        return ByteBuffer.allocate(ContentId.BYTES)
                .putLong(chunk * 0x9E37_79B9_7F4A_7C15L)
                .putInt(chunk)
                .array();
    }
}
