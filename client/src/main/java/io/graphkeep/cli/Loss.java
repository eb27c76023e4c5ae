package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepException;
import java.io.PrintStream;

/** Tells a person who follows a stream that the server went away, once, and that it is back. */
final class Loss {
    private final PrintStream err;
    private final String regained;
    private final boolean quiet;
    private boolean lost;

    /**
     * Tells nothing where it is to be quiet.
     *
     * @param regained what the stream has of the time when it was away
     */
    Loss(PrintStream err, String regained, boolean quiet) {
        this.err = err;
        this.regained = regained;
        this.quiet = quiet;
    }

    void lost(GraphkeepException why) {
        if (!lost && !quiet) {
            err.println("The stream ended: " + Table.visible(why.sentence()) + " It goes on when the server is back.");
        }
        lost = true;
    }

    void isBack() {
        if (lost && !quiet) {
            err.println("The server is back; " + regained + ".");
        }
        lost = false;
    }
}
