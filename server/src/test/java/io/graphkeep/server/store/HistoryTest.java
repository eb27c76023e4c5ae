package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
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
    private static final int ENOUGH_FOR_ALL = 100;
    private static final List<String> EVERYTHING = List.of(
            "snapshot",
            "deletion",
            "interrupted deletion",
            "hold",
            "release",
            "cleanup",
            "collection",
            "interrupted collection",
            "packs swept",
            "packs rewritten",
            "crash in a capture",
            "crash before a commit",
            "rebuild",
            "older catalog brought up",
            "restore");
    private static final long SEED = Long.getLong("graphkeep.campaign.seed", System.nanoTime());

    @TempDir
    private Path homes;

    @Test
    void randomHistoriesEndAsTheModelSays() throws IOException {
        System.out.println(SEQUENCES + " histories from seed " + SEED);
        var steps = 0L;
        var tally = new Tally();
        for (var sequence = 0; sequence < SEQUENCES; sequence++) {
            var seed = SEED + sequence;
            try (var history = new History(homes.resolve("home-" + sequence), new Random(seed), tally)) {
                steps += history.run();
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("The history of seed " + seed + " did not end as it should", e);
            }
            deleteAll(homes.resolve("home-" + sequence));
            if ((sequence + 1) % ENOUGH_FOR_ALL == 0) {
                System.out.println((sequence + 1) + " so far: " + tally);
            }
        }
        System.out.println(SEQUENCES + " histories of " + steps + " steps ended as the model says: " + tally);
        assertThat(homes).isEmptyDirectory();
        if (SEQUENCES >= ENOUGH_FOR_ALL) {
            assertThat(EVERYTHING)
                    .allSatisfy(what -> assertThat(tally.of(what)).as(what).isPositive());
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
