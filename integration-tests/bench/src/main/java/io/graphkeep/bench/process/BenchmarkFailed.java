package io.graphkeep.bench.process;

import org.jspecify.annotations.Nullable;

/** A benchmark cannot go on; the sentence says why. */
public final class BenchmarkFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BenchmarkFailed(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
