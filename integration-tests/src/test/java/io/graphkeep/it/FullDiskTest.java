package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The campaign of full disks at the size that every build can afford; {@code integration-tests/campaign full-disk 20} runs it in full. */
@Tag("needs-mounts")
class FullDiskTest {
    private static final int ENOUGH_TO_HIT = 10;

    @TempDir
    Path temporary;

    @Test
    void aServerWhoseDiskIsFullSaysSoGoesOnWhenThereIsRoomAndLosesNothing() {
        var rounds = Integer.getInteger("graphkeep.campaign.rounds", 1);
        var seed = Long.getLong("graphkeep.campaign.seed", System.nanoTime());

        var summary = new FullDiskCampaign(temporary, seed).run(rounds);

        System.out.println(summary);
        assertThat(summary.restored()).isGreaterThan(rounds);
        if (rounds >= ENOUGH_TO_HIT) {
            assertThat(summary.failed())
                    .as("captures that a full disk ended: fewer say that it is filled at the wrong moments")
                    .isGreaterThan(rounds / 4);
        }
    }
}
