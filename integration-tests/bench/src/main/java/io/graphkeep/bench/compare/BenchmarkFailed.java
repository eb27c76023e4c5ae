package io.graphkeep.bench.compare;

import org.jspecify.annotations.Nullable;

/** A benchmark cannot go on; the sentence says why. */
final class BenchmarkFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    BenchmarkFailed(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
