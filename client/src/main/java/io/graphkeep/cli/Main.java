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
    private static final String SAID = "Error: ";

    private Main() {}

    public static void main(String[] arguments) {
        var context = new CliContext(
                System.getenv(),
                StandardOutput.to(new FileOutputStream(FileDescriptor.out)),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Boolean.getBoolean("graphkeep.terminal"));
        System.exit(run(context, arguments));
    }

    /** Runs one command and gives its exit code. */
    static int run(CliContext context, String... arguments) {
        var codes = new LinkedHashMap<String, String>();
        for (var code : ExitCode.values()) {
            codes.put(" " + code.number(), code.meaning());
        }
        var line = new Parser(new Commands(context)).of(arguments);
        line.setOut(new PrintWriter(context.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(context.err(), true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler((wrong, given) -> tellUsage(context, wrong, AskedForm.isJson(given)));
        line.setUsageHelpAutoWidth(true);
        line.getCommandSpec().usageMessage().exitCodeList(codes);
        addHelp(line);
        var report = new ErrorReport(context.err(), AskedForm.isJson(arguments));
        Variables.doubts(context.environment()).forEach(report::warn);
        var code = line.execute(arguments);
        var lost = context.out().failure();
        return code == ExitCode.DONE.number() && lost.isPresent() ? tellLost(report, lost.get()) : code;
    }

    private static int tellLost(ErrorReport report, String cause) {
        var failure = new CommandFailed(
                ExitCode.FAILED,
                "The answer could not be written to standard output: " + cause + ".",
                "What the command was asked to do is done; only its answer is lost.");
        return report.tell(failure).number();
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

    private static int tellUsage(CliContext context, ParameterException wrong, boolean json) {
        var see = "See: " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help";
        var sentence = sentence(wrong);
        if (json) {
            var failure = new CommandFailed(ExitCode.USAGE, sentence, see);
            return new ErrorReport(context.err(), true).tell(failure).number();
        }
        context.err().println("error: " + sentence);
        UnmatchedArgumentException.printSuggestions(
                wrong, wrong.getCommandLine().getErr());
        context.err().println(see);
        return ExitCode.USAGE.number();
    }

    /** Some complaints of picocli begin with a word that stands before them already. */
    private static String sentence(ParameterException wrong) {
        var message = String.valueOf(wrong.getMessage());
        return message.startsWith(SAID) ? message.substring(SAID.length()) : message;
    }
}
