package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of a store end as a plain model of them says, whatever was deleted, collected, interrupted, lost and made anew
 * on the way.
 *
 * <p>The build runs a few; {@code integration-tests/campaign history} runs as many as are asked for.
 */
final class HistoryTest {
    private static final int SEQUENCES = Integer.getInteger("graphkeep.campaign.rounds", 6);
    private static final long SEED = Long.getLong("graphkeep.campaign.seed", System.nanoTime());

    @TempDir
    private Path homes;

    @Test
    void randomHistoriesEndAsTheModelSays() throws IOException {
        System.out.println(SEQUENCES + " histories from seed " + SEED);
        var steps = 0L;
        for (var sequence = 0; sequence < SEQUENCES; sequence++) {
            var seed = SEED + sequence;
            try (var history = new History(homes.resolve("home-" + sequence), new Random(seed))) {
                steps += history.run();
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("The history of seed " + seed + " did not end as it should", e);
            }
            deleteAll(homes.resolve("home-" + sequence));
        }
        System.out.println(SEQUENCES + " histories of " + steps + " steps ended as the model says");
        assertThat(homes).isEmptyDirectory();
    }

    private static void deleteAll(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
