package io.graphkeep.contract.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What callers of today send and keep can be read tomorrow, and means the same. */
class GoldenTest {
    private static final String RENEW = "run proto/renew-goldens, which adds what is missing, and check that in";

    private final GoldenFolder folder = new GoldenFolder();
    private final List<BoundMessage> messages = BoundMessage.all();

    @Test
    void everyGoldenReadsAsItWasMade() throws IOException {
        for (var golden : folder.ofAll(messages)) {
            assertThat(golden.difference())
                    .as("%s breaks the callers of a call that works: take the change back", golden)
                    .isEmpty();
        }
    }

    @Test
    void everyCallThatWorksHasGoldensAndNoOtherHas() throws IOException {
        var wanted = messages.stream().map(BoundMessage::name).toList();
        var known = folder.ofAll(messages).stream().map(Golden::name).collect(Collectors.toCollection(TreeSet::new));

        assertThat(folder.names()).as(RENEW).containsAll(wanted);
        assertThat(folder.names()).as("of calls that docs/status.md says work").containsExactlyElementsOf(known);
    }

    @Test
    void everyFieldAndValueThatCanTravelIsInAGolden() throws IOException {
        assertThat(RenewGoldens.missing(new Traits(), folder, messages))
                .as(RENEW)
                .isEmpty();
    }
}
