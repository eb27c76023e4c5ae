package io.graphkeep.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Option;

/** Where a command's answer goes: text for people, or the contract's messages as JSON for programs. */
final class Output {
    /** The two shapes of an answer. */
    enum Form {
        text,
        json
    }

    /** The printer, which takes a while to make: for those answers alone that need it. */
    private static final class Json {
        /** The details of errors travel as Any: these are the types that the server sends. */
        private static final TypeRegistry DETAILS = TypeRegistry.newBuilder()
                .add(List.of(
                        ErrorInfo.getDescriptor(),
                        BadRequest.getDescriptor(),
                        RetryInfo.getDescriptor(),
                        ResourceInfo.getDescriptor()))
                .build();

        static final JsonFormat.Printer PRINTER =
                JsonFormat.printer().alwaysPrintFieldsWithNoPresence().usingTypeRegistry(DETAILS);

        private Json() {}
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "text",
            description = "Form of the answer: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    Form form = Form.text;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress and no hints; only the answer, errors and the exit code.")
    boolean quiet;

    /** The two streams of a process. */
    record Streams(PrintStream out, PrintStream err) {}

    boolean isJson() {
        return form == Form.json;
    }

    void json(Streams streams, MessageOrBuilder message) {
        try {
            streams.out().println(Json.PRINTER.print(message));
        } catch (InvalidProtocolBufferException unprintable) {
            throw new CommandFailed(
                    ExitCode.FAILED, "The answer cannot be shown as JSON: " + unprintable.getMessage(), null);
        }
    }

    /** One message of a stream, on one line of its own. */
    void jsonLine(Streams streams, MessageOrBuilder message) {
        try {
            streams.out().println(Json.PRINTER.omittingInsignificantWhitespace().print(message));
        } catch (InvalidProtocolBufferException unprintable) {
            throw new CommandFailed(
                    ExitCode.FAILED, "The answer cannot be shown as JSON: " + unprintable.getMessage(), null);
        }
    }

    void lines(Streams streams, Table table) {
        table.lines().forEach(streams.out()::println);
    }

    /** One obvious next step, for people only. */
    void next(Streams streams, String sentence) {
        if (!quiet && !isJson()) {
            streams.err().println(sentence);
        }
    }
}
