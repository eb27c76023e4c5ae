package io.graphkeep.cli;

import java.io.PrintStream;
import java.util.Map;

/**
 * What surrounds a run of the command: its environment, its two streams, and whether a person watches.
 *
 * @param terminal whether standard error is a terminal
 */
record CliContext(Map<String, String> environment, StandardOutput out, PrintStream err, boolean terminal) {
    Output.Streams streams() {
        return new Output.Streams(out, err);
    }
}
