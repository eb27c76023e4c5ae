package io.graphkeep.server;

import io.graphkeep.server.config.ConfigCommand;
import io.graphkeep.server.config.ConfigurationException;
import io.graphkeep.server.config.Surroundings;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.StartRefused;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The server's program: {@code server}, and the commands that work on its home without one. */
public final class Main {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    private Main() {}

    public static void main(String[] arguments) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(arguments), out, err));
    }

    private static int run(List<String> arguments, PrintStream out, PrintStream err) {
        try {
            FileNames.requireUtf8();
            var code = dispatch(arguments, out, err);
            return code == DONE && isLost(arguments, out, err) ? FAILED : code;
        } catch (ConfigurationException bad) {
            err.println(bad.getMessage());
            return USAGE;
        } catch (StartRefused refused) {
            err.println(refused.sentence());
            return FAILED;
        } catch (GraphkeepException failure) {
            err.println(failure.sentence() + " " + failure.reason().advice());
            return FAILED;
        }
    }

    /** Whether the answer of a command that ends by itself was not written; a server does not end for its output. */
    private static boolean isLost(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.getFirst().equals("server") || !out.checkError()) {
            return false;
        }
        err.println("The answer could not be written to standard output.");
        return true;
    }

    private static int dispatch(List<String> arguments, PrintStream out, PrintStream err) {
        var command = arguments.isEmpty() ? "" : arguments.getFirst();
        var rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
        return switch (command) {
            case "server" -> ServerCommand.run(Surroundings.ofThisProcess(), rest, out);
            case "config" -> ConfigCommand.run(Surroundings.ofThisProcess(), rest, out, err);
            case "token" -> TokenCommand.run(Surroundings.ofThisProcess(), rest, out, err);
            case "catalog" -> CatalogCommand.run(Surroundings.ofThisProcess(), rest, out, err);
            case "key" -> KeyCommand.run(Surroundings.ofThisProcess(), rest, out, err);
            default -> {
                err.println("Say server, config, catalog, token reset-admin or key export. See graphkeep --help.");
                yield USAGE;
            }
        };
    }
}
