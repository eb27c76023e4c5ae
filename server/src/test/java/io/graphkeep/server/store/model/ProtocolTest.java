package io.graphkeep.server.store.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With all rules nothing is ever lost, whatever the order of steps; without any one of them something is. */
final class ProtocolTest {
    private static final World ONE_WRITER = World.of(1, true, true, 1);

    @Test
    void oneWriterLosesNothingToCompactionAndTwoCollections() {
        requireNoLoss(World.of(1, true, true, 2), 90_000);
    }

    @Test
    void twoWritersOfOneSegmentLoseNothingToCompactionAndCollection() {
        requireNoLoss(World.of(2, false, true, 1), 120_000);
    }

    @Test
    void twoWritersAndAReaderLoseNothingToTwoCollections() {
        requireNoLoss(World.of(2, true, false, 2), 20_000);
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void withoutAnyOneRuleSomethingIsLost(Rule rule) {
        var result = Explorer.explore(ONE_WRITER.without(rule));

        assertThat(result.loss())
                .as("nothing is lost without this rule: " + rule.law())
                .isNotNull();
    }

    /** A world in which little can happen would prove little: so many states there are at least. */
    private static void requireNoLoss(World world, int states) {
        var result = Explorer.explore(world);

        assertThat(result.loss()).isNull();
        assertThat(result.states()).isGreaterThan(states);
    }
}
