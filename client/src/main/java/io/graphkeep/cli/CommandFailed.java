package io.graphkeep.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A command's own failure: a sentence for the person, a hint at what to do, the exit code, and names for programs. */
final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final @Nullable String hint;
    private final transient Map<String, String> metadata;

    CommandFailed(ExitCode exitCode, String sentence, @Nullable String hint) {
        this(exitCode, sentence, hint, Map.of());
    }

    CommandFailed(ExitCode exitCode, String sentence, @Nullable String hint, Map<String, String> metadata) {
        super(sentence);
        this.exitCode = exitCode;
        this.hint = hint;
        this.metadata = Map.copyOf(metadata);
    }

    ExitCode exitCode() {
        return exitCode;
    }

    @Nullable
    String hint() {
        return hint;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }

    Map<String, String> metadata() {
        return metadata;
    }
}
