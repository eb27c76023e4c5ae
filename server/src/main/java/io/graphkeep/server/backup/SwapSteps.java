package io.graphkeep.server.backup;

import java.io.IOException;

/** Is told before each step of a journalled swap, so that one can be interrupted there. */
interface SwapSteps {
    SwapSteps NONE = step -> {};

    void before(String step) throws IOException;
}
