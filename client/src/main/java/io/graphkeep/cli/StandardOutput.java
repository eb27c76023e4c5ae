package io.graphkeep.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a command's answer is printed, which remembers why something could not be written.
 *
 * <p>A reader that closes its end of a pipe has seen enough, as {@code head} does: that is not a failure.
 */
final class StandardOutput extends PrintStream {
    private final Watched watched;

    private StandardOutput(Watched watched) {
        super(watched, true, StandardCharsets.UTF_8);
        this.watched = watched;
    }

    static StandardOutput to(OutputStream stream) {
        return new StandardOutput(new Watched(stream));
    }

    /** Whether what was printed, or a part of it, reached no one. */
    boolean isLost() {
        return checkError();
    }

    /** Why something was lost; empty where nothing was, or where the reader closed the pipe. */
    Optional<String> failure() {
        if (!checkError()) {
            return Optional.empty();
        }
        var cause = watched.failure == null ? "it is closed" : String.valueOf(watched.failure.getMessage());
        return cause.contains("Broken pipe") ? Optional.empty() : Optional.of(cause);
    }

    private static final class Watched extends FilterOutputStream {
        private @Nullable IOException failure;

        Watched(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            try {
                out.write(bytes, offset, count);
            } catch (IOException e) {
                failure = failure == null ? e : failure;
                throw e;
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException e) {
                failure = failure == null ? e : failure;
                throw e;
            }
        }
    }
}
