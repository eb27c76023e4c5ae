package io.graphkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ParserTest {
    private final Parser parser = new Parser(new Commands(new CliContext(
            Map.of(),
            StandardOutput.to(new FileOutputStream(FileDescriptor.out)),
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
            false)));

    @Test
    void aCommandThatIsNamedIsTheOnlyOneThatIsMade() {
        var line = parser.of("graph", "list", "-o", "json");

        assertThat(line.getSubcommands()).containsOnlyKeys("graph");
        assertThat(below(line, List.of("graph")).getSubcommands()).containsOnlyKeys("list", "ls");
    }

    @Test
    void everyCommandExplainsItselfAsItDoesAmongAllOthers() {
        for (var path : paths(List.of(), parser.of())) {
            var alone = below(parser.of(path.toArray(String[]::new)), path);

            assertThat(alone.getUsageMessage())
                    .as("%s", path)
                    .isEqualTo(below(parser.of(), path).getUsageMessage());
        }
    }

    @Test
    void helpAndWrongWordsKnowAllCommands() {
        var all = parser.of().getSubcommands().keySet();

        assertThat(parser.of("help", "graph").getSubcommands().keySet()).isEqualTo(all);
        assertThat(parser.of("grahp", "list").getSubcommands().keySet()).isEqualTo(all);
        assertThat(parser.of("graph", "help", "list").getSubcommands().keySet()).isEqualTo(all);
        assertThat(parser.of("graph").getSubcommands().keySet()).isEqualTo(all);
    }

    /** The words of every command that has none below it. */
    private static List<List<String>> paths(List<String> before, CommandLine group) {
        var paths = new ArrayList<List<String>>();
        group.getSubcommands().forEach((name, command) -> {
            var path = new ArrayList<>(before);
            path.add(name);
            paths.addAll(command.getSubcommands().isEmpty() ? List.of(path) : paths(path, command));
        });
        return paths;
    }

    private static CommandLine below(CommandLine line, List<String> path) {
        var found = line;
        for (var word : path) {
            found = Objects.requireNonNull(found.getSubcommands().get(word));
        }
        return found;
    }
}
