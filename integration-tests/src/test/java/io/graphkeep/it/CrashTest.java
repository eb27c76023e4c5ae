package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The crash campaign at the size that every build can afford; {@code integration-tests/campaign crash 50} runs it in full. */
class CrashTest {
    private static final int ENOUGH_TO_HIT = 20;

    @TempDir
    Path temporary;

    @Test
    void aServerKilledDuringCapturesLosesNothingThatItAcknowledged() {
        var rounds = Integer.getInteger("graphkeep.campaign.rounds", 2);
        var seed = Long.getLong("graphkeep.campaign.seed", System.nanoTime());

        var summary = new CrashCampaign(temporary, seed).run(rounds);

        System.out.println(summary);
        assertThat(summary.killedInCapture() + summary.unheard() + summary.acknowledged())
                .isEqualTo(rounds);
        if (rounds >= ENOUGH_TO_HIT) {
            assertThat(summary.killedInCapture())
                    .as("captures that were hit: fewer say that the campaign kills at the wrong moments")
                    .isGreaterThan(rounds / 4);
        }
    }
}
