package io.graphkeep.server.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReasonContractTest {
    private static final Pattern DOCUMENTED =
            Pattern.compile("// Code: (\\w+)\\.\\n((?:  // .*\\n)+)  REASON_(\\w+) = \\d+;");

    @Test
    void theTableOfReasonsIsTheContracts() throws IOException {
        var here = Arrays.stream(Reason.values())
                .collect(Collectors.toMap(Reason::name, reason -> reason.code().name()));

        assertThat(here).isEqualTo(documented());
        assertThat(here.keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(io.graphkeep.v1.Reason.values())
                        .map(Enum::name)
                        .filter(name -> name.startsWith("REASON_") && !name.equals("REASON_UNSPECIFIED"))
                        .map(name -> name.substring("REASON_".length()))
                        .toList());
    }

    @Test
    void everyReasonSaysWhatToDoInASentence() {
        assertThat(Reason.values())
                .allSatisfy(reason ->
                        assertThat(reason.advice()).matches("[A-Z].*\\S(\\.|…)").hasSizeLessThan(160));
    }

    private static Map<String, String> documented() throws IOException {
        var file = Path.of(System.getProperty("graphkeep.top"), "proto/src/main/proto/graphkeep/v1/errors.proto");
        var codes = new LinkedHashMap<String, String>();
        var reasons = DOCUMENTED.matcher(Files.readString(file));
        while (reasons.find()) {
            codes.put(reasons.group(3), reasons.group(1));
        }
        return codes;
    }
}
