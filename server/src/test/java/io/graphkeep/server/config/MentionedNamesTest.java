package io.graphkeep.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Messages, documents and container files must not send anyone to a key that does not exist. */
class MentionedNamesTest {
    private static final Pattern NAME = Pattern.compile("\\bGRAPHKEEP_[A-Z0-9_]*[A-Z0-9]\\b(?!_)");
    private static final Path TOP = Path.of(System.getProperty("graphkeep.top", ".."));

    @Test
    void everyNameThatIsMentionedIsAKey() {
        var unknown = Stream.of("server/src/main", "client/src/main", "docs", "docker", "README.md")
                .map(TOP::resolve)
                .filter(Files::exists)
                .flatMap(MentionedNamesTest::files)
                .flatMap(MentionedNamesTest::unknownNames)
                .toList();

        assertThat(unknown).isEmpty();
    }

    private static Stream<String> unknownNames(Path file) {
        return NAME.matcher(read(file))
                .results()
                .map(MatchResult::group)
                .distinct()
                .filter(name -> NameCheck.isUnknown(new Given(name, "tcp://", Source.ENVIRONMENT, name)))
                .map(name -> TOP.relativize(file) + " mentions " + name);
    }

    private static Stream<Path> files(Path start) {
        try (var files = Files.walk(start)) {
            return List.copyOf(files.filter(Files::isRegularFile)
                            .filter(file -> file.toString()
                                    .matches(".*\\.(java|xml|md|ya?ml|env|env\\.example|sh|json)|.*/Dockerfile"))
                            .toList())
                    .stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
