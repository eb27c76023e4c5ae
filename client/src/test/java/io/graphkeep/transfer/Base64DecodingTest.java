package io.graphkeep.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long text is decoded as short text is, and ends where it ends. */
final class Base64DecodingTest {
    private static final int BYTES = 30_000;

    private final byte[] plain = bytes();
    private final byte[] text = Base64.getEncoder().encode(plain);

    private static byte[] bytes() {
        var bytes = new byte[BYTES];
        new Random(20_261_121).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 8_190, 8_191, 8_192, 8_193, 16_383, 16_384, 20_001, 32_768, 39_999})
    void stopsBeforeTheGroupWithAByteThatIsNoneOfTheAlphabet(int breaker) {
        for (var other : new byte[] {'=', '"', 0, (byte) 0xC3, '-', '\n'}) {
            var broken = text.clone();
            broken[breaker] = other;

            assertThat(decoded(broken, 0)).as("byte %d", other).isEqualTo(breaker / 4);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 8_191, 8_192})
    void decodesFromAnyPlaceToAnyPlace(int shift) {
        var shifted = new byte[text.length + shift];
        System.arraycopy(text, 0, shifted, shift, text.length);

        assertThat(decoded(shifted, shift)).isEqualTo(BYTES / 3);
    }

    /** Decodes all that can be, and compares it; returns how many groups it was. */
    private int decoded(byte[] from, int offset) {
        var to = new byte[offset + BYTES];
        var groups = new Base64Decoding().decode(from, offset, BYTES / 3, to, offset);

        assertThat(Arrays.copyOfRange(to, offset, offset + groups * 3))
                .as(() -> new String(from, offset, 20, StandardCharsets.ISO_8859_1))
                .isEqualTo(Arrays.copyOf(plain, groups * 3));
        return groups;
    }
}
