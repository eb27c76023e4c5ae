package io.graphkeep.cli;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

@Command(name = "version", description = "Print the version of this command; 'graphkeep info' tells the server's.")
final class VersionCommand implements Callable<Integer> {
    @Mixin
    Output output = new Output();

    private final CliContext context;

    VersionCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (output.isJson()) {
            var version = Value.newBuilder().setStringValue(version()).build();
            output.json(context.streams(), Struct.newBuilder().putFields("version", version));
        } else {
            context.out().println("graphkeep " + version());
        }
        return ExitCode.DONE.number();
    }

    private static String version() {
        var version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }

    /** What {@code graphkeep --version} prints. */
    static final class Line implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"graphkeep " + version()};
        }
    }
}
