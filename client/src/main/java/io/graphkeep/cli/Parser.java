package io.graphkeep.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Makes the parser of a command line: with the one command that its first words name, where they name one, else with all.
 *
 * <p>To read the annotations of every command takes longer than most commands themselves. Help on several commands, completion
 * and wrong words need all of them; a command that was named right needs none of the others.
 */
final class Parser {
    private final IFactory factory;

    Parser(IFactory factory) {
        this.factory = factory;
    }

    CommandLine of(String... arguments) {
        var groups = new ArrayList<Command>();
        Class<?> type = Root.class;
        for (var word : arguments) {
            groups.add(annotation(type));
            type = named(word, annotation(type));
            if (type == null) {
                break;
            }
            if (annotation(type).subcommands().length == 0) {
                return only(groups, type);
            }
        }
        return new CommandLine(Root.class, factory);
    }

    /** The parser of one command, below groups that know no other. */
    private CommandLine only(List<Command> groups, Class<?> type) {
        var line = named(groups.get(0));
        var last = line;
        for (var group : groups.subList(1, groups.size())) {
            var next = named(group);
            last.addSubcommand(next);
            last = next;
        }
        last.addSubcommand(new CommandLine(type, factory));
        return line;
    }

    private CommandLine named(Command group) {
        return new CommandLine(CommandSpec.create().name(group.name()).aliases(group.aliases()), factory);
    }

    /** Of the commands of this group, the one with this name; those that picocli brings need to know the others. */
    private static @Nullable Class<?> named(String word, Command group) {
        for (var type : group.subcommands()) {
            var command = annotation(type);
            if (command.name().equals(word) || Arrays.asList(command.aliases()).contains(word)) {
                return type.getPackageName().equals(Parser.class.getPackageName()) ? type : null;
            }
        }
        return null;
    }

    private static Command annotation(Class<?> type) {
        return type.getAnnotation(Command.class);
    }
}
