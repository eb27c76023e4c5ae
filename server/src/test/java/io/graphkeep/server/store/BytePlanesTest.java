package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BytePlanesTest {
    @Test
    void everyByteOfAWordLiesInThePlaneOfItsPlaceAndComesBack() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        for (var length = 0; length < 300; length++) {
            var plain = new byte[length];
            random.nextBytes(plain);

            var planes = split(BytePlanes.PLAIN, plain);

            var words = length / 4;
            for (var i = 0; i < 4 * words; i++) {
                assertThat(planes[i % 4 * words + i / 4])
                        .as("seed %d, byte %d of %d", seed, i, length)
                        .isEqualTo(plain[i]);
            }
            assertThat(join(BytePlanes.PLAIN, planes)).as("seed %d", seed).isEqualTo(plain);
        }
    }

    @Test
    void aTurnedWordIsSortedAsThePlainOneWouldBeThatItWasTurnedInto() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        for (var length = 0; length < 300; length++) {
            var plain = new byte[length];
            random.nextBytes(plain);
            var turned = plain.clone();
            var words = ByteBuffer.wrap(turned).order(ByteOrder.LITTLE_ENDIAN);
            for (var at = 0; at + 4 <= length; at += 4) {
                words.putInt(at, Integer.rotateLeft(words.getInt(at), 1));
            }

            var planes = split(BytePlanes.TURNED, plain);

            assertThat(planes).as("seed %d, %d bytes", seed, length).isEqualTo(split(BytePlanes.PLAIN, turned));
            assertThat(join(BytePlanes.TURNED, planes))
                    .as("seed %d, %d bytes", seed, length)
                    .isEqualTo(plain);
        }
    }

    @Test
    void whatIsLeftAfterTheLastWordStaysAtTheEnd() {
        assertThat(split(BytePlanes.PLAIN, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}))
                .containsExactly(1, 5, 2, 6, 3, 7, 4, 8, 9);
    }

    private static byte[] split(BytePlanes planes, byte[] plain) {
        var sorted = new byte[plain.length];
        planes.split(plain, plain.length, sorted);
        return sorted;
    }

    private static byte[] join(BytePlanes planes, byte[] sorted) {
        var plain = new byte[sorted.length];
        planes.join(sorted, sorted.length, plain);
        return plain;
    }
}
