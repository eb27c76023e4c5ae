package io.graphkeep.transfer.push;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Frames of a MiB, which take so many milliseconds each way. */
class FrameCompressionTest {
    private static final int FRAME = 1 << 20;

    private final FrameCompression compression = new FrameCompression();
    private long now = 1;
    private int compressed;

    @Test
    void littleIsAlwaysCompressed() {
        send(16, 80, 5);

        assertThat(compressed).isEqualTo(16);
    }

    @Test
    void aSlowLinkGetsNearlyEverythingCompressed() {
        send(1000, 50, 80);

        assertThat(compressed).isBetween(920, 980);
    }

    @Test
    void aFastLinkGetsNearlyEverythingAsItIs() {
        send(1000, 8, 5);

        assertThat(compressed).isBetween(16, 80);
    }

    @Test
    void whatMakesNoDifferenceIsCompressed() {
        send(1000, 10, 10);

        assertThat(compressed).isGreaterThan(920);
    }

    @Test
    void aLinkThatGrowsSlowIsNoticed() {
        send(1000, 8, 5);
        compressed = 0;

        send(4000, 50, 80);

        assertThat(compressed).isGreaterThan(3000);
    }

    private void send(int frames, int millisCompressed, int millisAsIs) {
        for (var frame = 0; frame < frames; frame++) {
            compression.sent(FRAME, now);
            if (compression.isCompressed()) {
                compressed++;
            }
            now += (compression.isCompressed() ? millisCompressed : millisAsIs) * 1_000_000L;
        }
    }
}
