package io.graphkeep.cli;

import org.jspecify.annotations.Nullable;

/** A command's own failure: a sentence for the person, a hint at what to do, and the exit code. */
final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final @Nullable String hint;

    CommandFailed(ExitCode exitCode, String sentence, @Nullable String hint) {
        super(sentence);
        this.exitCode = exitCode;
        this.hint = hint;
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
}
