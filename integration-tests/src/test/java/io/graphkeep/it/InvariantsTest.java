package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that the page of invariants names is there. */
class InvariantsTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)#(\\w+)`");

    @Test
    void everyTestThatAnInvariantNamesExists() throws IOException {
        var page = Files.readString(Launcher.top().resolve("docs/invariants.md"));

        var named = NAMED.matcher(page).results().toList();

        assertThat(named).hasSizeGreaterThan(15);
        for (var test : named) {
            assertThat(source(test.group(1))).as(test.group()).contains(test.group(2) + "(");
        }
    }

    @Test
    void everyInvariantIsThere() throws IOException {
        var page = Files.readString(Launcher.top().resolve("docs/invariants.md"));

        assertThat(Pattern.compile("(?m)^## \\d+\\. ").matcher(page).results().count())
                .isEqualTo(10);
    }

    private static String source(String test) throws IOException {
        for (var module : new String[] {"proto", "client", "server", "integration-tests"}) {
            try (Stream<Path> files = Files.walk(Launcher.top().resolve(module + "/src/test"))) {
                var found = files.filter(file -> file.endsWith(test + ".java")).findFirst();
                if (found.isPresent()) {
                    return Files.readString(found.get());
                }
            }
        }
        throw new AssertionError("There is no test " + test);
    }
}
