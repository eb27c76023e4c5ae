package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;

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
            BytePlanes.split(plain, length, planes);
            var back = new byte[length];
            BytePlanes.join(planes, length, back);

            var words = length / 4;
            for (var i = 0; i < 4 * words; i++) {
                assertThat(planes[i % 4 * words + i / 4])
                        .as("seed %d, byte %d of %d", seed, i, length)
                        .isEqualTo(plain[i]);
            }
            assertThat(back).as("seed %d", seed).isEqualTo(plain);
        }
    }
}
