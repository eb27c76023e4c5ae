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

            var planes = new byte[length];
            BytePlanes.PLAIN.split(plain, length, planes);
            var back = new byte[length];
            BytePlanes.PLAIN.join(planes, length, back);

            var words = length / 4;
            for (var i = 0; i < 4 * words; i++) {
                assertThat(planes[i % 4 * words + i / 4])
                        .as("seed %d, byte %d of %d", seed, i, length)
                        .isEqualTo(plain[i]);
            }
            assertThat(back).as("seed %d", seed).isEqualTo(plain);
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
            var expected = new byte[length];
            BytePlanes.PLAIN.split(turned, length, expected);

            var planes = new byte[length];
            BytePlanes.TURNED.split(plain, length, planes);
            var back = new byte[length];
            BytePlanes.TURNED.join(planes, length, back);

            assertThat(planes).as("seed %d, %d bytes", seed, length).isEqualTo(expected);
            assertThat(back).as("seed %d, %d bytes", seed, length).isEqualTo(plain);
        }
    }
}
