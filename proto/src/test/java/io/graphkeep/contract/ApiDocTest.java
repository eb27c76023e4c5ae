package io.graphkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiDocTest {
    @Test
    void theTableOfReasonsIsTheEnum() throws Exception {
        var expected = Contract.read().reasons().stream()
                .map(DocumentedReason::tableLine)
                .toList();

        var table = Contract.lines("docs/api.md").stream()
                .filter(line -> line.matches("\\| `[A-Z_]+` \\| `[A-Z_]+` \\|.*"))
                .toList();

        assertThat(table).containsExactlyElementsOf(expected);
    }

    @Test
    void everyServiceIsTold() throws Exception {
        var page = String.join("\n", Contract.lines("docs/api.md"));

        assertThat(Contract.read().services().keySet())
                .allSatisfy(service -> assertThat(page).contains("`" + service + "`"));
    }
}
