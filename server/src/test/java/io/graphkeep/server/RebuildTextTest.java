package io.graphkeep.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.catalog.rebuild.RebuiltCounts;
import io.graphkeep.server.store.rebuild.RebuildReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RebuildTextTest {
    @Test
    void aRebuildSaysThatItHasNotReadContentsAndWhatDoes() {
        var out = new ByteArrayOutputStream();
        var counts = new RebuiltCounts(1, 2, 0, 0, 0, 0, 0, 5, 0, 7, 0);

        RebuildText.tell(
                new RebuildReport(new UUID(1, 1), 3, true, counts, List.of(), 0),
                new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("generation 3", "0 found CORRUPT", "Contents were not read", "graphkeep verify")
                .doesNotContain("whole");
    }
}
