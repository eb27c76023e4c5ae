package io.graphkeep.server;

import io.graphkeep.server.config.Configuration;
import io.graphkeep.server.config.Surroundings;
import io.graphkeep.server.security.AdminTokenReset;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command {@code graphkeep key export}: the copy of the store's key that must be kept elsewhere. */
final class KeyCommand {
    private static final String HELP = """
        Usage: graphkeep key export (--to FILE | --stdout) [flags of graphkeep server]

        Writes the key that opens the store into a new file that only you can read, or to standard output. Keep it on
        another machine: without the key no snapshot can be read, and whoever has it can read them all. The server may
        run meanwhile. Until this was done, health is DEGRADED.
        """;

    private KeyCommand() {}

    static int run(Surroundings surroundings, List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.print(HELP);
            return Main.DONE;
        }
        var flags = new ArrayList<>(arguments);
        var stdout = flags.remove("--stdout");
        var to = CommandFlags.take("--to", flags);
        if (flags.isEmpty() || !flags.getFirst().equals("export") || stdout != to.isEmpty()) {
            err.print(HELP);
            return Main.USAGE;
        }
        var config =
                Configuration.load(surroundings, flags.subList(1, flags.size())).server();
        AdminTokenReset.requireOwner(config.home().directory());
        var export = StoreKey.export(config);
        if (stdout) {
            export.toStream(out);
            return Main.DONE;
        }
        var file = Path.of(to).toAbsolutePath();
        export.toFile(file);
        out.println("The key is in " + file + ". Keep it on another machine: whoever has it can read the store.");
        return Main.DONE;
    }
}
