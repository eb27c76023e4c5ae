package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The crash campaign at the size that every build can afford; {@code integration-tests/campaign crash 200} runs it in full. */
class CrashTest {
    private static final int ENOUGH_TO_HIT = 40;

    @TempDir
    Path temporary;

    @Test
    void aServerKilledAtAnyMomentLosesNothingThatItAcknowledgedAndLeavesNothingBehind() {
        var rounds = Integer.getInteger("graphkeep.campaign.rounds", 2);
        var seed = Long.getLong("graphkeep.campaign.seed", System.nanoTime());

        var summary = new CrashCampaign(temporary, seed).run(rounds);

        System.out.println(summary);
        assertThat(summary.restored()).isGreaterThanOrEqualTo(rounds);
        if (rounds >= ENOUGH_TO_HIT) {
            assertThat(summary.hit(""))
                    .as("rounds that were hit: fewer say that the campaign kills at the wrong moments")
                    .isGreaterThan(rounds / 2);
            assertThat(List.of(
                            "capture",
                            "cleanup, deleting snapshots",
                            "cleanup, collecting garbage",
                            "cleanup, rewriting packs",
                            "restore in place",
                            "restore beside"))
                    .allSatisfy(what -> assertThat(summary.hit(what)).as(what).isPositive());
        }
    }
}
