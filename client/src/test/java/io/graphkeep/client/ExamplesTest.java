package io.graphkeep.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples in the library's own comments are compiled as they stand there. */
class ExamplesTest {
    private static final Path SOURCES =
            Path.of(System.getProperty("graphkeep.top", "..")).resolve("client/src/main/java/io/graphkeep/client");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)<pre>\\{@code\\n(.*?)}</pre>");
    private static final String IMPORTS = """
        import io.graphkeep.client.*;
        import io.graphkeep.transfer.pull.*;
        import io.graphkeep.v1.*;
        import java.nio.file.Path;
        """;

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleCompiles(String example) throws IOException {
        var source = IMPORTS + "class Example { void run(GraphkeepClient client) throws Exception {\n"
                + (example.contains("var client")
                        ? example.replace("var client", "var mine").replace("client.", "mine.")
                        : example)
                + "}}\n";
        var compiler = ToolProvider.getSystemJavaCompiler();
        var said = new java.io.StringWriter();
        var out = Files.createTempDirectory("examples");

        var compiled = compiler.getTask(
                        said,
                        null,
                        null,
                        List.of("-proc:none", "-d", out.toString()),
                        null,
                        List.of(new Source(source)))
                .call();

        assertThat(compiled).as(said.toString()).isTrue();
    }

    static Stream<String> examples() throws IOException {
        try (var files = Files.list(SOURCES)) {
            var found = List.copyOf(files.toList()).stream()
                    .filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> EXAMPLE.matcher(read(file)).results())
                    .map(match -> match.group(1).replaceAll("(?m)^ *\\* ?", ""))
                    .toList();
            assertThat(found).hasSizeGreaterThan(2);
            return found.stream();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
