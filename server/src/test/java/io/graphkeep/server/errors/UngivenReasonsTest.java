package io.graphkeep.server.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/api.md says of the reasons that no call gives yet. */
class UngivenReasonsTest {
    private static final Path TOP = Path.of(System.getProperty("graphkeep.top"));
    private static final Pattern NAME = Pattern.compile("`([A-Z_]+)`");

    @Test
    void theyAreThoseThatNothingOfTheServerNames() throws IOException {
        var named = new StringBuilder();
        try (var sources = Files.walk(TOP.resolve("server/src/main/java"))) {
            for (var source : sources.filter(UngivenReasonsTest::isCode).toList()) {
                named.append(Files.readString(source));
            }
        }
        var ungiven = Arrays.stream(Reason.values())
                .map(Reason::name)
                .filter(name ->
                        !Pattern.compile("\\b" + name + "\\b").matcher(named).find())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(told()).isEqualTo(ungiven);
    }

    private static boolean isCode(Path source) {
        return source.toString().endsWith(".java") && !source.endsWith("Reason.java");
    }

    private static Set<String> told() throws IOException {
        var page = Files.readString(TOP.resolve("docs/api.md"));
        var from = page.indexOf("No call that works gives these yet");
        var list = page.substring(from, page.indexOf("(A snapshot is pinned", from));
        return NAME.matcher(list).results().map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }
}
