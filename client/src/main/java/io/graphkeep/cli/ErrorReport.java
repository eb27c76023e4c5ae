package io.graphkeep.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import io.graphkeep.client.GraphkeepException;
import io.graphkeep.client.ServerAddress;
import io.grpc.Status;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says on standard error what went wrong, with the reason that the documentation lists, and gives the exit code.
 *
 * <p>Where the answer is asked for as JSON, so is the error: one object in one line.
 */
final class ErrorReport {
    private static final JsonFormat.Printer ONE_LINE = JsonFormat.printer().omittingInsignificantWhitespace();

    private final PrintStream err;
    private final boolean json;

    ErrorReport(PrintStream err, boolean json) {
        this.err = err;
        this.json = json;
    }

    ExitCode tell(CommandFailed failure) {
        var hint = failure.hint();
        if (json) {
            print(failure.exitCode().code(), "", failure.sentence(), failure.metadata(), List.of(), hint);
            return failure.exitCode();
        }
        err.println("error: " + failure.sentence());
        if (hint != null) {
            err.println(hint);
        }
        return failure.exitCode();
    }

    /** A failure that may be one of the connection. */
    ExitCode tell(GraphkeepException error, @Nullable ServerAddress server) {
        var place = server == null ? "the server" : server.toString();
        if (error.reason().isEmpty() && isOtherProtocol(error.sentence())) {
            return tell(new CommandFailed(
                    ExitCode.UNREACHABLE,
                    "What answers at " + place
                            + " does not speak gRPC: it looks like the HTTP port, or another program.",
                    "The gRPC port stands in the server's ready line, and in server.json in its home (default:"
                            + " 50051)."));
        }
        if (error.reason().isEmpty() && error.code() == Status.Code.UNAVAILABLE) {
            return tell(new CommandFailed(
                    ExitCode.UNREACHABLE,
                    "No answer from " + place + ": " + Table.visible(error.sentence()),
                    "Check that it runs ('graphkeep server'), and that address and TLS settings fit."));
        }
        return tell(error);
    }

    ExitCode tell(GraphkeepException error) {
        var hint = Hints.of(error);
        if (json) {
            print(error.code().name(), error.reason(), error.sentence(), error.metadata(), error.violations(), hint);
            return ExitCode.of(error);
        }
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
        if (hint != null) {
            err.println(Table.visible(hint));
        }
        return ExitCode.of(error);
    }

    /** Something to be said beside the answer, which is no failure. */
    void warn(String sentence) {
        err.println(json ? line(Struct.newBuilder().putFields("warning", text(sentence))) : "warning: " + sentence);
    }

    private static boolean isOtherProtocol(String sentence) {
        return sentence.contains("http2 exception") || sentence.contains("First received frame was not SETTINGS");
    }

    private void print(
            String code,
            String reason,
            String message,
            Map<String, String> metadata,
            List<String> violations,
            @Nullable String hint) {
        var named = Struct.newBuilder();
        metadata.forEach((name, value) -> named.putFields(name, text(value)));
        var error = Struct.newBuilder()
                .putFields("code", text(code))
                .putFields("message", text(message))
                .putFields("metadata", Value.newBuilder().setStructValue(named).build());
        if (!reason.isEmpty()) {
            error.putFields("reason", text(reason));
        }
        if (!violations.isEmpty()) {
            var all = ListValue.newBuilder();
            violations.forEach(violation -> all.addValues(text(violation)));
            error.putFields("violations", Value.newBuilder().setListValue(all).build());
        }
        if (hint != null) {
            error.putFields("hint", text(hint));
        }
        err.println(line(Struct.newBuilder()
                .putFields("error", Value.newBuilder().setStructValue(error).build())));
    }

    private static String line(Struct.Builder object) {
        try {
            return ONE_LINE.print(object);
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException("A structure of texts is JSON", impossible);
        }
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }
}
