package io.graphkeep.server.config;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The command {@code graphkeep config}: what a server started here with the same flags would run with, and where each
 * value came from.
 *
 * <p>Works without a server, writes nothing to disk, and never shows a secret.
 */
public final class ConfigCommand {
    private static final int OK = 0;
    private static final int BAD_CONFIGURATION = 2;

    private static final String HELP = """
        Usage: graphkeep config [-o text|json] [--reference] [flags of graphkeep server]

        Shows what is in force and where each value came from: flag, environment, file or default. Secrets are masked.
        Needs no running server, and changes nothing.

          -o, --output FORMAT  text (the default) or json
          --reference          prints the reference of all keys instead, in Markdown
          -h, --help           prints this

        All flags of graphkeep server work too, to see what they would do:

          graphkeep config --grpc-port 0 --config /etc/graphkeep.env

        Exit codes: 0, or 2 where a server would not start; then all problems are listed.
        """;

    private ConfigCommand() {}

    public static void main(String[] arguments) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(Surroundings.ofThisProcess(), List.of(arguments), out, err));
    }

    /** Runs it; the answer is the exit code. */
    public static int run(Surroundings surroundings, List<String> arguments, PrintStream out, PrintStream err) {
        var format = "text";
        var flags = new ArrayList<String>();
        for (var i = 0; i < arguments.size(); i++) {
            var argument = arguments.get(i);
            if (argument.equals("-h") || argument.equals("--help")) {
                out.print(HELP);
                return OK;
            } else if (argument.equals("--reference")) {
                out.print(ReferencePage.text());
                return OK;
            } else if (argument.equals("-o") || argument.equals("--output")) {
                i++;
                format = i < arguments.size() ? arguments.get(i) : "";
            } else if (argument.startsWith("--output=")) {
                format = argument.substring("--output=".length());
            } else {
                flags.add(argument);
            }
        }
        if (!format.equals("text") && !format.equals("json")) {
            err.println("-o takes text or json. See graphkeep config --help.");
            return BAD_CONFIGURATION;
        }
        return report(surroundings, flags, format.equals("json"), out, err);
    }

    private static int report(
            Surroundings surroundings, List<String> flags, boolean json, PrintStream out, PrintStream err) {
        try {
            var configuration = Configuration.load(surroundings, flags);
            out.print(json ? ConfigReport.json(configuration) : ConfigReport.text(configuration));
            if (!json) {
                configuration.warnings().forEach(warning -> err.println("Warning: " + warning));
            }
            return OK;
        } catch (ConfigurationException bad) {
            if (json) {
                out.print(ConfigReport.json(bad.problems()));
            } else {
                err.println(bad.getMessage());
            }
            return BAD_CONFIGURATION;
        }
    }
}
