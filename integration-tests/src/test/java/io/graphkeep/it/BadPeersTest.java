package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The campaign of bad peers, each once; {@code integration-tests/campaign bad-peers 10} tries them again and again, and measures. */
class BadPeersTest {
    private static final int FEWEST = 80;
    private static final double SLOWEST = 3;

    @TempDir
    Path temporary;

    @Test
    void eachBadPeerGetsItsCodeAndAnHonestOneBesideThemAllThatItAsksFor() throws Exception {
        var rounds = Integer.getInteger("graphkeep.campaign.rounds", 1);
        var seed = Long.getLong("graphkeep.campaign.seed", System.nanoTime());

        BadPeersCampaign.Summary summary;
        try (var campaign = new BadPeersCampaign(temporary, seed)) {
            summary = campaign.run(rounds);
        }

        summary.wrong().forEach(System.out::println);
        System.out.println(summary);
        assertThat(summary.peers()).isGreaterThanOrEqualTo(FEWEST);
        assertThat(summary.wrong()).isEmpty();
        if (rounds > 1) {
            assertThat(summary.ratio()).isLessThanOrEqualTo(SLOWEST);
        }
    }
}
