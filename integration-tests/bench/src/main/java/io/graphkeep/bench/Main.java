package io.graphkeep.bench;

import io.graphkeep.bench.compare.Comparison;
import io.graphkeep.bench.transfer.Transfers;
import io.graphkeep.corpus.CorpusCommand;
import io.graphkeep.server.store.IndexBenchmark;
import java.util.Arrays;

/** Starts a benchmark by its name; {@code integration-tests/bench/run} calls it. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        var rest = Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length);
        switch (arguments.length == 0 ? "" : arguments[0]) {
            case "compare" -> Comparison.main(rest);
            case "transfer" -> Transfers.main(rest);
            case "index" -> IndexBenchmark.main(rest);
            case "corpus" -> CorpusCommand.main(rest);
            default ->
                throw new IllegalArgumentException(
                        "usage: integration-tests/bench/run compare|transfer|index|corpus|jmh ...");
        }
    }
}
