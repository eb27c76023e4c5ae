package io.graphkeep.cli;

import com.google.protobuf.Duration;
import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.client.GraphkeepException;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.OperationKind;
import io.graphkeep.v1.OperationState;
import io.grpc.Status;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that makes calls to a server: connects, runs, and turns failures into sentences and exit codes. */
abstract class ServerCommand implements Callable<Integer> {
    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    Output output = new Output();

    @Spec
    @Nullable
    CommandSpec spec;

    private final CliContext context;

    ServerCommand(CliContext context) {
        this.context = context;
    }

    /** The command itself. */
    abstract ExitCode run(GraphkeepClient client);

    @Override
    public final Integer call() {
        var report = report();
        try (var client = connection.connect(context.environment())) {
            try {
                return run(client).number();
            } catch (GraphkeepException failure) {
                return isGivenUp(failure)
                        ? report.tell(givenUp(client)).number()
                        : report.tell(failure, client.address()).number();
            }
        } catch (CommandFailed failure) {
            return report.tell(failure).number();
        }
    }

    /** Whether this side has waited long enough: the server's own word of it has a reason. */
    private static boolean isGivenUp(GraphkeepException failure) {
        return failure.code() == Status.Code.DEADLINE_EXCEEDED
                && failure.reason().isEmpty();
    }

    private GraphkeepException givenUp(GraphkeepClient client) {
        var asked = spec == null ? "The command" : "'" + spec.qualifiedName() + "'";
        return new GraphkeepException(
                Status.Code.DEADLINE_EXCEEDED,
                "DEADLINE_EXCEEDED",
                asked + " was given up: the server at " + client.address() + " did not answer a call within "
                        + Human.count(connection.timeoutSeconds, "second", "seconds")
                        + ". What was asked for may be done all the same.",
                null);
    }

    final CliContext context() {
        return context;
    }

    final ErrorReport report() {
        return new ErrorReport(context.err(), output.isJson());
    }

    final Output.Streams streams() {
        return context.streams();
    }

    final void say(String line) {
        context.out().println(line);
    }

    /** Something that is not as one would like it; an answer in JSON holds it already. */
    final void warn(String sentence) {
        if (!output.isJson()) {
            report().warn(sentence);
        }
    }

    final void next(String sentence) {
        output.next(streams(), sentence);
    }

    /** Follows an operation with a progress bar; tells its error where it failed. */
    final Operation follow(GraphkeepClient client, Operation started) {
        if (started.hasEndTime()) {
            return started;
        }
        var bar = new ProgressLine(context.err(), context.terminal(), output.quiet || output.isJson());
        var id = started.getOperationId();
        var interrupted = new Thread(() -> {
            bar.clear();
            context.err().println("Interrupted. The operation goes on at the server: graphkeep operation watch " + id);
        });
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            return client.watch(id, bar::show);
        } catch (GraphkeepException failure) {
            if (failure.code() != Status.Code.UNAVAILABLE) {
                throw failure;
            }
            throw lost(client, started, failure);
        } finally {
            bar.clear();
            Runtime.getRuntime().removeShutdownHook(interrupted);
        }
    }

    private static CommandFailed lost(GraphkeepClient client, Operation followed, GraphkeepException failure) {
        var id = followed.getOperationId();
        return new CommandFailed(
                ExitCode.UNREACHABLE,
                "The server at " + client.address() + " went away while operation " + id + " was followed: "
                        + Table.visible(failure.sentence()),
                afterwards(followed.getKind()) + ": graphkeep operation watch " + id,
                Map.of("operation_id", id));
    }

    private static String afterwards(OperationKind kind) {
        return kind == OperationKind.OPERATION_KIND_CAPTURE || kind == OperationKind.OPERATION_KIND_ROTATE_KEY
                ? "Where the server has ended, so has the operation, and is to be started again; else it goes on"
                : "The operation may go on, or be taken up again when the server is back";
    }

    /** Tells the error of an operation that did not succeed. */
    final ExitCode outcome(Operation ended) {
        if (ended.getState() == OperationState.OPERATION_STATE_SUCCEEDED) {
            return ExitCode.DONE;
        }
        return report().tell(GraphkeepException.of(ended.getError()));
    }

    static Duration seconds(long seconds) {
        return Duration.newBuilder().setSeconds(seconds).build();
    }
}
