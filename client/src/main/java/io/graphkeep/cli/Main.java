package io.graphkeep.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Starts the command {@code graphkeep}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        var context = new CliContext(
                System.getenv(),
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                Boolean.getBoolean("graphkeep.terminal"));
        System.exit(run(context, arguments));
    }

    /** Runs one command and gives its exit code. */
    static int run(CliContext context, String... arguments) {
        var codes = new LinkedHashMap<String, String>();
        for (var code : ExitCode.values()) {
            codes.put(" " + code.number(), code.meaning());
        }
        var line = new CommandLine(Root.class, new Commands(context));
        line.setOut(new PrintWriter(context.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(context.err(), true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler((wrong, given) -> tellUsage(context, wrong));
        line.setUsageHelpAutoWidth(true);
        line.getCommandSpec().usageMessage().exitCodeList(codes);
        addHelp(line);
        return line.execute(arguments);
    }

    private static void addHelp(CommandLine line) {
        if (line.getCommandSpec().findOption("--help") == null
                && !line.getCommandName().equals("help")) {
            line.getCommandSpec()
                    .addOption(OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .description("Explain this command.")
                            .build());
        }
        line.getSubcommands().values().forEach(Main::addHelp);
    }

    private static int tellUsage(CliContext context, ParameterException wrong) {
        context.err().println("error: " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(
                wrong, wrong.getCommandLine().getErr());
        context.err().println("See: " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE.number();
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
