package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The campaign of cuts at the size that every build can afford; {@code integration-tests/campaign cuts 100} runs it in full. */
class CutsTest {
    private static final int ENOUGH_TO_HIT = 12;
    private static final int ENOUGH_TO_HIT_ALL = 48;

    @TempDir
    Path temporary;

    @Test
    void aTransferThatIsCutGoesOnEndsRightAndLeavesNothing() throws Exception {
        var rounds = Integer.getInteger("graphkeep.campaign.rounds", 3);
        var seed = Long.getLong("graphkeep.campaign.seed", System.nanoTime());

        CutTally tally;
        try (var campaign = new CutCampaign(temporary, seed)) {
            tally = campaign.run(rounds);
        }

        System.out.println(tally);
        assertThat(tally.rounds()).isEqualTo(rounds);
        if (rounds >= ENOUGH_TO_HIT) {
            assertThat(tally.hits())
                    .as("rounds that were hit: fewer say that the campaign cuts at the wrong moments")
                    .isGreaterThan(rounds * 2 / 3);
        }
        assertThat(rounds < ENOUGH_TO_HIT_ALL || tally.hasHitAll())
                .as("each way hit by each kind")
                .isTrue();
    }
}
