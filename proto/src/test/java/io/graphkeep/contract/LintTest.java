package io.graphkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class LintTest {
    @Test
    void bufFindsNothingToSay() throws Exception {
        assertThat(Buf.complaints("lint")).isEmpty();
    }

    @Test
    void theFilesAreFormatted() throws Exception {
        assertThat(Buf.complaints("format", "--exit-code", "-d", "src/main/proto"))
                .isEmpty();
    }

    @Test
    void nothingThatWorksIsBroken() throws Exception {
        var baseline = Contract.MODULE.resolve("baseline/working.binpb");
        var working = StatusTable.read().working();

        assertThat(Files.exists(baseline))
                .as("a baseline, where RPCs work: proto/renew-baseline")
                .isEqualTo(!working.isEmpty());
        if (!working.isEmpty()) {
            assertThat(Buf.complaints("breaking", "src/main/proto", "--against", baseline.toString()))
                    .isEmpty();
        }
    }
}
