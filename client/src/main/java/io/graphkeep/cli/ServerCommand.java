package io.graphkeep.cli;

import com.google.protobuf.Duration;
import io.graphkeep.client.CallError;
import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.OperationState;
import io.grpc.StatusRuntimeException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that makes calls to a server: connects, runs, and turns failures into sentences and exit codes. */
abstract class ServerCommand implements Callable<Integer> {
    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    Output output = new Output();

    private final CliContext context;

    ServerCommand(CliContext context) {
        this.context = context;
    }

    /** The command itself. */
    abstract ExitCode run(GraphkeepClient client);

    @Override
    public final Integer call() {
        var report = new ErrorReport(context.err());
        try (var client = connection.connect(context.environment())) {
            try {
                return run(client).number();
            } catch (StatusRuntimeException failure) {
                return report.tell(failure, client.address()).number();
            }
        } catch (CommandFailed failure) {
            return report.tell(failure).number();
        } catch (UncheckedIOException unreadable) {
            var failure = new CommandFailed(
                    ExitCode.USAGE,
                    "A file for the connection cannot be read: " + unreadable.getMessage(),
                    "Check --ca, --cert and --cert-key.");
            return report.tell(failure).number();
        }
    }

    final CliContext context() {
        return context;
    }

    final Output.Streams streams() {
        return context.streams();
    }

    final void say(String line) {
        context.out().println(line);
    }

    final void next(String sentence) {
        output.next(streams(), sentence);
    }

    /** Follows an operation with a progress bar; tells its error where it failed. */
    final Operation follow(GraphkeepClient client, Operation started) {
        if (started.hasEndTime()) {
            return started;
        }
        var bar = new ProgressLine(context.err(), context.terminal(), output.quiet);
        var id = started.getOperationId();
        var interrupted = new Thread(() -> {
            bar.clear();
            context.err().println("Interrupted. The operation goes on at the server: graphkeep operation watch " + id);
        });
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            return client.follow(id, bar::show);
        } finally {
            bar.clear();
            Runtime.getRuntime().removeShutdownHook(interrupted);
        }
    }

    /** Tells the error of an operation that did not succeed. */
    final ExitCode outcome(Operation ended) {
        if (ended.getState() == OperationState.OPERATION_STATE_SUCCEEDED) {
            return ExitCode.DONE;
        }
        return new ErrorReport(context.err()).tell(CallError.of(ended.getError()));
    }

    static Duration seconds(long seconds) {
        return Duration.newBuilder().setSeconds(seconds).build();
    }
}
