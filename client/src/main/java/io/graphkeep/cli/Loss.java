package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepException;
import java.io.PrintStream;

/** Tells a person who follows a stream that the server went away, once, and that it is back. */
final class Loss {
    private final PrintStream err;
    private final boolean quiet;
    private boolean lost;

    Loss(PrintStream err, boolean quiet) {
        this.err = err;
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
            err.println("The server is back; nothing is missing.");
        }
        lost = false;
    }
}
