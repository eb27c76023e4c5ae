package io.graphkeep.cli;

import io.graphkeep.client.CallError;
import io.graphkeep.client.ServerAddress;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Says on standard error what went wrong, with the reason that the documentation lists, and gives the exit code. */
final class ErrorReport {
    private final PrintStream err;

    ErrorReport(PrintStream err) {
        this.err = err;
    }

    ExitCode tell(CommandFailed failure) {
        err.println("error: " + failure.sentence());
        if (failure.hint() != null) {
            err.println(failure.hint());
        }
        return failure.exitCode();
    }

    ExitCode tell(StatusRuntimeException failure, @Nullable ServerAddress server) {
        var error = CallError.of(failure);
        if (error.reason().isEmpty() && error.code() == Status.Code.UNAVAILABLE) {
            err.println("error: No answer from " + (server == null ? "the server" : server) + ": "
                    + Table.visible(error.sentence()));
            err.println("Check that it runs ('graphkeep server'), and that address and TLS settings fit.");
            return ExitCode.UNREACHABLE;
        }
        return tell(error);
    }

    ExitCode tell(CallError error) {
        err.println("error: " + Table.visible(error.sentence()));
        for (var violation : error.violations()) {
            err.println("  " + Table.visible(violation));
        }
        if (!error.reason().isEmpty()) {
            err.println("reason: " + error.reason());
        }
        if (error.retryAfter() != null) {
            err.println("Try again in " + Human.duration(error.retryAfter()) + ".");
        }
        return ExitCode.of(error);
    }
}
