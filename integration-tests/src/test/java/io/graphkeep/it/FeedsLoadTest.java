package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The campaign of feeds at the size that every build can afford; {@code integration-tests/campaign feeds 500 100 30} runs it in full. */
class FeedsLoadTest {
    @TempDir
    Path temporary;

    @Test
    void everyFollowerIsToldOfEachEventOnceAndInOrderAndWhoStopsReadingHoldsUpNobody() {
        var subscribers = Integer.getInteger("graphkeep.campaign.subscribers", 50);
        var rate = Integer.getInteger("graphkeep.campaign.rate", 50);
        var seconds = Integer.getInteger("graphkeep.campaign.seconds", 2);
        var seed = Long.getLong("graphkeep.campaign.seed", System.nanoTime());

        FeedsCampaign.Summary summary;
        try (var campaign = new FeedsCampaign(temporary, seed)) {
            summary = campaign.run(subscribers, rate, seconds);
        }

        System.out.println(summary);
        assertThat(summary.events()).isEqualTo(rate * seconds);
        assertThat(summary.wrong()).isZero();
        assertThat(summary.resumed()).isEqualTo(summary.stopped());
        if (summary.events() > FeedsLoad.ENOUGH_TO_CUT) {
            assertThat(summary.cut()).isEqualTo(summary.stopped());
        }
    }
}
