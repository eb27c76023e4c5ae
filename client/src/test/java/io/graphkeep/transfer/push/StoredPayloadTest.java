package io.graphkeep.transfer.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredPayloadTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 131_071, 131_072, 131_073, 262_144, 524_288, 700_000})
    void itIsAFrameThatZstdReads(int length) {
        var bytes = new byte[length + 10];
        new Random(length).nextBytes(bytes);

        var frame = StoredPayload.of(bytes, length).toByteArray();

        assertThat(Zstd.getFrameContentSize(frame)).isEqualTo(length);
        var read = new byte[length];
        try (var zstd = new ZstdDecompressCtx()) {
            assertThat(zstd.decompressByteArray(read, 0, length, frame, 0, frame.length))
                    .isEqualTo(length);
        }
        assertThat(read).isEqualTo(Arrays.copyOf(bytes, length));
    }
}
