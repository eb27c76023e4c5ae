package io.graphkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class VariablesTest {
    private static final Pattern NAME = Pattern.compile("GRAPHKEEP_[A-Z_]+");

    @Test
    void aMisspeltNameIsToldWithTheOneThatWasMeant() {
        assertThat(Variables.doubts(Map.of("GRAPHKEEP_SERVR", "localhost", "GRAPHKEEP_TOKEN_FLIE", "ci.token")))
                .containsExactly(
                        "The variable GRAPHKEEP_SERVR means nothing here. Did you mean GRAPHKEEP_SERVER?",
                        "The variable GRAPHKEEP_TOKEN_FLIE means nothing here. Did you mean GRAPHKEEP_TOKEN_FILE?");
    }

    @Test
    void noNameThatTheServerKnowsIsDoubted() throws IOException {
        var page = Files.readString(Path.of("../docs/configuration.md"));
        var names = NAME.matcher(page)
                .results()
                .map(match -> match.group())
                .distinct()
                .toList();

        assertThat(names)
                .hasSizeGreaterThan(40)
                .allMatch(name -> Variables.meant(name).isEmpty());
    }

    @Test
    void whatAClusterInjectsForAServiceIsNotDoubted() {
        assertThat(Variables.doubts(Map.of(
                        "GRAPHKEEP_PORT", "tcp://10.0.0.1:50051",
                        "GRAPHKEEP_SERVICE_HOST", "10.0.0.1",
                        "GRAPHKEEP_SERVICE_PORT", "50051",
                        "GRAPHKEEP_PORT_50051_TCP", "tcp://10.0.0.1:50051")))
                .isEmpty();
    }
}
